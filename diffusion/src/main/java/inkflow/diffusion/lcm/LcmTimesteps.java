package inkflow.diffusion.lcm;

import java.util.Arrays;

/**
 * Which timesteps a run visits. A model is distilled on a list of {@code originSteps} timesteps
 * (50): t_j = k j - 1 with k = T / 50; a run of N steps takes N of them, evenly.
 *
 * <p>For image to image, three schedules are in use. All are here, so that results can be compared:
 *
 * <ul>
 *   <li>A, {@link #withStrength}: strength shortens the origin list first. Always N steps, and each
 *       0.02 of strength gives another start. The default.
 *   <li>B, {@link #sliced}: the first steps of the full list are left out. With few steps, only a
 *       few strengths differ.
 *   <li>C, {@link #ofIndexes}: indexes into the origin list, as in StreamDiffusion.
 * </ul>
 */
public final class LcmTimesteps {
  private static final int DEFAULT_ORIGIN_STEPS = 50;

  private final int trainSteps;
  private final int originSteps;

  /**
   * @param trainSteps T of the noise schedule
   * @param originSteps length of the list the model was distilled on
   */
  public LcmTimesteps(int trainSteps, int originSteps) {
    require(trainSteps >= 1, "trainSteps", trainSteps, ">= 1");
    require(originSteps >= 1 && originSteps <= trainSteps, "originSteps", originSteps, "1 to T");
    this.trainSteps = trainSteps;
    this.originSteps = originSteps;
  }

  /** 1000 training steps, 50 origin steps: every published LCM. */
  public static LcmTimesteps standard() {
    return new LcmTimesteps(1000, DEFAULT_ORIGIN_STEPS);
  }

  /** Text to image: from pure noise. */
  public int[] fromNoise(int steps) {
    return withStrength(steps, 1);
  }

  /**
   * Schedule A.
   *
   * @param steps N, at least 1 and at most the shortened list's length
   * @param strength in (0, 1]; 1 is {@link #fromNoise}
   * @return N timesteps, falling
   * @throws IllegalArgumentException when that strength leaves fewer than N timesteps to choose
   *     from
   */
  public int[] withStrength(int steps, double strength) {
    requireStrength(strength);
    requireSteps(steps);
    // In double: 50 * 0.58 is then 28.999999999999996, so 28, as in diffusers.
    int length = (int) (originSteps * strength);
    require(
        length >= steps,
        "steps",
        steps,
        "at most " + length + " at strength " + strength + ", or more strength");
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      timesteps[i] = origin(length - 1 - (int) Math.floor((double) i * length / steps));
    }
    return timesteps;
  }

  /** The least strength at which schedule A has this many steps to choose. */
  public double leastStrength(int steps) {
    requireSteps(steps);
    double strength = (double) steps / originSteps;
    return (int) (originSteps * strength) >= steps ? strength : Math.nextUp(strength);
  }

  /**
   * Schedule B.
   *
   * @return floor(N strength) timesteps, falling; none when that is 0
   */
  public int[] sliced(int steps, double strength) {
    requireStrength(strength);
    return lastOf(fromNoise(steps), strength);
  }

  /**
   * Schedule C.
   *
   * @param indexes into the falling origin list, ascending, 0 (noisiest) to originSteps - 1
   */
  public int[] ofIndexes(int... indexes) {
    require(indexes.length >= 1, "indexes", "none", "at least one");
    int[] timesteps = new int[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      boolean rising = i == 0 || indexes[i] > indexes[i - 1];
      require(
          rising && indexes[i] >= 0 && indexes[i] < originSteps,
          "indexes[" + i + "]",
          indexes[i],
          "ascending, 0 to " + (originSteps - 1));
      timesteps[i] = origin(originSteps - 1 - indexes[i]);
    }
    return timesteps;
  }

  /** Any timesteps below T, falling. Timesteps that the model was not distilled on are allowed. */
  public int[] custom(int... timesteps) {
    require(timesteps.length >= 1, "timesteps", "none", "at least one");
    for (int i = 0; i < timesteps.length; i++) {
      int above = i == 0 ? trainSteps : timesteps[i - 1];
      require(
          timesteps[i] >= 0 && timesteps[i] < above,
          "timesteps[" + i + "]",
          timesteps[i],
          "falling, 0 to " + (above - 1));
    }
    return timesteps.clone();
  }

  /** The last floor(N strength) of custom timesteps, as in B. */
  public int[] custom(double strength, int... timesteps) {
    requireStrength(strength);
    return lastOf(custom(timesteps), strength);
  }

  /** The last floor(N strength) of N timesteps. */
  public static int[] lastOf(int[] timesteps, double strength) {
    int kept = Math.min((int) (timesteps.length * strength), timesteps.length);
    return Arrays.copyOfRange(timesteps, timesteps.length - kept, timesteps.length);
  }

  /** Entry j, from 0, of the ascending origin list. */
  private int origin(int j) {
    return trainSteps / originSteps * (j + 1) - 1;
  }

  private void requireSteps(int steps) {
    require(steps >= 1 && steps <= originSteps, "steps", steps, "1 to " + originSteps);
  }

  private static void requireStrength(double strength) {
    require(strength > 0 && strength <= 1, "strength", strength, "> 0 and <= 1");
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
