package inkflow.diffusion.request;

import java.util.List;
import java.util.Objects;

/**
 * How a picture is drawn.
 *
 * @param noise source of its noise
 * @param steps inference steps, at least 1
 * @param strength in (0, 1]; 1 ignores the initial picture
 * @param guidanceScale classifier-free guidance; at most 1 means off
 * @param loras style mix; the acceleration LoRA stays at its own scale unless the list names it
 * @param timesteps to visit instead of those that {@code steps} gives, falling; empty for none.
 *     With an initial picture the last floor(count x strength) of them are visited
 */
public record Sampling(
    Noise noise,
    int steps,
    double strength,
    double guidanceScale,
    List<LoraScale> loras,
    List<Integer> timesteps) {

  public Sampling {
    Objects.requireNonNull(noise, "noise");
    loras = List.copyOf(loras);
    timesteps = List.copyOf(timesteps);
    RenderRequest.require(steps >= 1, "steps", steps, ">= 1");
    RenderRequest.require(strength > 0 && strength <= 1, "strength", strength, "> 0 and <= 1");
    RenderRequest.require(
        Double.isFinite(guidanceScale), "guidanceScale", guidanceScale, "a finite number");
  }

  /** With the timesteps that the number of steps gives. */
  public Sampling(
      Noise noise, int steps, double strength, double guidanceScale, List<LoraScale> loras) {
    this(noise, steps, strength, guidanceScale, loras, List.of());
  }
}
