package inkflow.diffusion;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which timesteps an image-to-image run visits. Text to image visits the same ones with all three.
 *
 * @param indexes for {@link Kind#INDEXES}, ascending; empty for the others
 */
public record ImageSchedule(Kind kind, List<Integer> indexes) {

  /** The three schedules in use. */
  public enum Kind {
    /**
     * A: always the number of steps asked for; strength sets the first timestep. Works at any
     * strength.
     */
    STRENGTH,
    /**
     * B: the last floor(steps x strength) of the steps from noise, as diffusers' image-to-image
     * pipelines do.
     */
    SLICED,
    /**
     * C: fixed timesteps, given as indexes into the model's list starting at the noisiest, as
     * StreamDiffusion's {@code t_index_list}. Ignores a request's steps, and its strength except
     * that 1 still ignores the picture.
     */
    INDEXES
  }

  public static final ImageSchedule STRENGTH = new ImageSchedule(Kind.STRENGTH, List.of());
  public static final ImageSchedule SLICED = new ImageSchedule(Kind.SLICED, List.of());

  static final String EXPECTED = "A, B or C:I,J,... with rising I, J, ... from 0";

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
