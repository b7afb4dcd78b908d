package inkflow.diffusion;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which timesteps a picture visits that starts from another. From noise all three visit the same.
 *
 * @param indexes of {@link Kind#INDEXES}, ascending; none for the others
 */
public record ImageSchedule(Kind kind, List<Integer> indexes) {

  /** The three in use. */
  public enum Kind {
    /** A: always as many steps as asked for, from where the strength says; it is continuous. */
    STRENGTH,
    /**
     * B: the last floor(steps x strength) of the steps from noise, as diffusers' image-to-image
     * pipelines do.
     */
    SLICED,
    /**
     * C: always the same, by their places in the model's list from the noisiest, as
     * StreamDiffusion's {@code t_index_list}. A request's steps don't count, nor does its strength,
     * but that 1 ignores the picture.
     */
    INDEXES
  }

  public static final ImageSchedule STRENGTH = new ImageSchedule(Kind.STRENGTH, List.of());
  public static final ImageSchedule SLICED = new ImageSchedule(Kind.SLICED, List.of());

  private static final String EXPECTED = "A, B or C:I,J,... with rising I, J, ... from 0";

  public ImageSchedule {
    indexes = List.copyOf(indexes);
    if (indexes.isEmpty() == (kind == Kind.INDEXES)) {
      throw wrong(kind + " " + indexes);
    }
    for (int i = 0; i < indexes.size(); i++) {
      if (indexes.get(i) < 0 || (i > 0 && indexes.get(i) <= indexes.get(i - 1))) {
        throw wrong(kind + " " + indexes);
      }
    }
  }

  /**
   * A schedule by its name.
   *
   * @param name {@code A}, {@code B}, or {@code C:} and the indexes with commas between
   * @throws IllegalArgumentException for another name
   */
  public static ImageSchedule of(String name) {
    if (name.equalsIgnoreCase("A")) {
      return STRENGTH;
    }
    if (name.equalsIgnoreCase("B")) {
      return SLICED;
    }
    if (!name.matches("[cC]:\\d{1,4}(,\\d{1,4})*")) {
      throw wrong(name);
    }
    return new ImageSchedule(
        Kind.INDEXES, Arrays.stream(name.substring(2).split(",")).map(Integer::valueOf).toList());
  }

  private static IllegalArgumentException wrong(String value) {
    return new IllegalArgumentException("schedule: " + value + " (expected: " + EXPECTED + ")");
  }

  /** The name that {@link #of} takes. */
  public String name() {
    return switch (kind) {
      case STRENGTH -> "A";
      case SLICED -> "B";
      case INDEXES ->
          indexes.stream().map(String::valueOf).collect(Collectors.joining(",", "C:", ""));
    };
  }
}
