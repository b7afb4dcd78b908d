package inkflow.diffusion.networks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Parameters.Slot;
import inkflow.diffusion.networks.layers.Parameters.Source;
import inkflow.diffusion.weights.file.TensorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network's weights in the form used for computing. An original entry is made on first use and
 * then kept, so an entry that LoRAs always change exists only in its changed form. The pages of the
 * file are released after use. Any thread.
 */
final class WeightList {
  /** Smallest network, bytes, whose file pages are released; below it isn't worth it. */
  private static final long LARGE = 64L << 20;

  private final TensorMap tensors;
  private final List<Slot> slots;
  private final Preparation preparation;
  private final NDManager owner;
  private final NDArray[] own;
  private final boolean large;

  /**
   * @param owner owner of the original entries
   */
  WeightList(TensorMap tensors, List<Slot> slots, Preparation preparation, NDManager owner) {
    this.tensors = tensors;
    this.slots = slots;
    this.preparation = preparation;
    this.owner = owner;
    this.own = new NDArray[slots.size()];
    this.large = tensors.all().stream().mapToLong(t -> t.bytes().capacity()).sum() >= LARGE;
  }

  /** The entries that use any of these tensors. */
  Set<Integer> touchedBy(Set<String> names) {
    return IntStream.range(0, slots.size())
        .filter(i -> slots.get(i).sources().stream().anyMatch(s -> names.contains(s.name())))
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * All entries, with the updates applied.
   *
   * @param scope owns the changed ones
   * @throws inkflow.diffusion.weights.file.InvalidModelException for NaN or infinity in a tensor
   */
  synchronized List<NDArray> entries(
      NDManager scope, Set<Integer> changed, Map<String, List<WeightUpdate>> updates) {
    List<Integer> missing =
        IntStream.range(0, own.length)
            .filter(i -> own[i] == null || changed.contains(i))
            .boxed()
            .toList();
    List<NDArray> made =
        inParallel(
            missing, i -> changed.contains(i) ? make(scope, i, updates) : make(owner, i, Map.of()));
    NDArray[] entries = own.clone();
    for (int k = 0; k < missing.size(); k++) {
      int i = missing.get(k);
      entries[i] = made.get(k);
      if (!changed.contains(i)) {
        own[i] = made.get(k);
      }
    }
    return List.of(entries);
  }

  private NDArray make(NDManager scope, int index, Map<String, List<WeightUpdate>> updates) {
    Slot slot = slots.get(index);
    slot.sources().forEach(source -> tensors.require(source.name()).requireFinite());
    NDArray entry = preparation.prepare(scope, slot, updates);
    if (large) {
      for (Source source : slot.sources()) {
        tensors.require(source.name()).release();
      }
    }
    return entry;
  }

  private interface Maker {
    NDArray make(int index);
  }

  private static List<NDArray> inParallel(List<Integer> indices, Maker maker) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(null, task, "weights", 0, false);
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<NDArray> made = new ArrayList<>();
      for (Future<NDArray> each :
          threads.invokeAll(
              indices.stream().map(i -> (Callable<NDArray>) () -> maker.make(i)).toList())) {
        made.add(each.get());
      }
      return made;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading weights", e);
    } finally {
      threads.shutdown();
    }
  }
}
