package inkflow.diffusion.networks.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights that a network's script takes, in the order of its list. An entry of the list is a
 * slot; it is prepared from one tensor of the checkpoint or from several.
 */
public final class Parameters {
  /** Ends the names of preparations that take some rows: the first one, and how many. */
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
    /** Elements of its sources together, or of the part that it is made of. */
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

  /** The index of a slot, which is added if it is new. */
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
