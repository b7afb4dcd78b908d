package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.ImageSchedule;
import inkflow.diffusion.lcm.LcmTimesteps;
import inkflow.diffusion.request.InvalidRequestException;

/**
 * The timesteps of one frame; with an initial picture they follow the engine's {@link
 * ImageSchedule}.
 */
final class FrameTimesteps {
  private final LcmTimesteps timesteps;
  private final ImageSchedule images;
  private final int[] indexed;

  /**
   * @throws IllegalArgumentException for an index outside the model's list
   */
  FrameTimesteps(LcmTimesteps timesteps, ImageSchedule images) {
    this.timesteps = timesteps;
    this.images = images;
    this.indexed =
        images.kind() == ImageSchedule.Kind.INDEXES
            ? timesteps.ofIndexes(images.indexes().stream().mapToInt(i -> i).toArray())
            : new int[0];
  }

  int[] fromNoise(int steps) {
    return timesteps.fromNoise(steps);
  }

  /**
   * @return falling; at least one
   * @throws InvalidRequestException when schedule B leaves no step
   */
  int[] fromPicture(int steps, double strength) {
    return switch (images.kind()) {
      case STRENGTH -> byStrength(steps, strength);
      case SLICED -> sliced(steps, strength);
      case INDEXES -> indexed;
    };
  }

  /** If the strength leaves fewer timesteps than steps asked for, uses those that are left. */
  private int[] byStrength(int steps, double strength) {
    int left = steps;
    while (left > 1 && strength < timesteps.leastStrength(left)) {
      left--;
    }
    return timesteps.withStrength(left, Math.max(strength, timesteps.leastStrength(left)));
  }

  private int[] sliced(int steps, double strength) {
    int[] left = timesteps.sliced(steps, strength);
    if (left.length == 0) {
      throw new InvalidRequestException(
          "strength",
          strength,
          "at least 1/" + steps + " for schedule B to leave one of " + steps + " steps");
    }
    return left;
  }
}
