package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.ImageSchedule;
import inkflow.diffusion.lcm.LcmTimesteps;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Sampling;

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

  /**
   * @return falling; at least one
   * @throws InvalidRequestException when schedule B leaves no step, or for timesteps by hand that
   *     don't fall or that the model doesn't have
   */
  int[] of(Sampling sampling, boolean fromPicture) {
    if (!sampling.timesteps().isEmpty()) {
      return byHand(sampling, fromPicture);
    }
    return fromPicture
        ? fromPicture(sampling.steps(), sampling.strength())
        : timesteps.fromNoise(sampling.steps());
  }

  private int[] byHand(Sampling sampling, boolean fromPicture) {
    int[] asked = sampling.timesteps().stream().mapToInt(Integer::intValue).toArray();
    int[] left;
    try {
      left = fromPicture ? timesteps.custom(sampling.strength(), asked) : timesteps.custom(asked);
    } catch (IllegalArgumentException e) {
      throw (InvalidRequestException)
          new InvalidRequestException(
                  "timesteps", sampling.timesteps(), "falling, and such as the model has")
              .initCause(e);
    }
    return some(left, asked.length, sampling.strength(), "to leave one of the timesteps");
  }

  private int[] fromPicture(int steps, double strength) {
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
    return some(
        timesteps.sliced(steps, strength),
        steps,
        strength,
        "for schedule B to leave one of " + steps + " steps");
  }

  private static int[] some(int[] left, int of, double strength, String reason) {
    if (left.length == 0) {
      throw new InvalidRequestException("strength", strength, "at least 1/" + of + " " + reason);
    }
    return left;
  }
}
