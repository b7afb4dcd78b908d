package inkflow.diffusion.networks.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a network's script, in the order of its weight list. An entry of the list is a
 * slot, prepared from one or several tensors of the checkpoint.
 */
public final class Parameters {
  /**
   * Suffix of preparations that take a range of rows, with two arguments: the first row and the
   * number of rows.
   */
  static final String PART = "_part";

  /** A tensor of the checkpoint and the shape it must have. */
  public record Source(String name, List<Long> shape) {
    static Source of(String name, long... shape) {
      return new Source(name, Arrays.stream(shape).boxed().toList());
    }
  }

  /**
   * An entry of the weight list.
   *
   * @param preparation method of the script that makes it from its sources
   * @param arguments further ints of that method
   */
  public record Slot(String preparation, List<Long> arguments, List<Source> sources) {
    /** Number of elements of its sources, or of the part that it uses. */
    public long elements() {
      long all =
          sources.stream()
              .mapToLong(source -> source.shape().stream().reduce(1L, Math::multiplyExact))
              .sum();
      return preparation.endsWith(PART)
          ? all / sources.get(0).shape().get(0) * arguments.get(1)
          : all;
    }
  }

  private final Map<Slot, Integer> slots = new LinkedHashMap<>();

  /** The index of a slot; adds it if it is new. */
  int slot(String preparation, List<Long> arguments, List<Source> sources) {
    Slot slot = new Slot(preparation, arguments, sources);
    return slots.computeIfAbsent(slot, unknown -> slots.size());
  }

  /** Every tensor of the checkpoint that is used, with its shape. */
  public Map<String, long[]> layout() {
    Map<String, long[]> layout = new LinkedHashMap<>();
    for (Slot slot : slots.keySet()) {
      for (Source source : slot.sources()) {
        layout.put(source.name(), source.shape().stream().mapToLong(Long::longValue).toArray());
      }
    }
    return layout;
  }

  /** All slots by their index. */
  public List<Slot> slots() {
    return new ArrayList<>(slots.keySet());
  }
}
