package inkflow.diffusion;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One picture to draw.
 *
 * @param session whose turn this takes; sessions share the device fairly
 * @param prompt text that conditions the picture; empty for none
 * @param negativePrompt what to stay away from; counts only where guidanceScale is above 1
 * @param seed of all noise: the same seed gives the same noise as torch's CPU generator
 * @param steps inference steps, at least 1
 * @param strength in (0, 1]; 1 ignores the initial picture
 * @param guidanceScale classifier-free guidance; at most 1 means off
 * @param loras style mix; the acceleration LoRA stays at its own scale unless the list names it
 * @param initial picture to start from; empty for text to image. Scaled to width x height if it
 *     differs
 * @param mask what to draw anew of the initial picture: white is, black is kept at any strength.
 *     Scaled to width x height if it differs
 * @param width pixels, a multiple of 8
 * @param height pixels, a multiple of 8
 * @param controls what ControlNets hold the picture to; several add up
 */
public record RenderRequest(
    String session,
    String prompt,
    String negativePrompt,
    long seed,
    int steps,
    double strength,
    double guidanceScale,
    List<LoraScale> loras,
    Optional<Picture> initial,
    Optional<Picture> mask,
    int width,
    int height,
    List<ControlInput> controls) {

  /** The whole picture without ControlNets. */
  public RenderRequest(
      String session,
      String prompt,
      String negativePrompt,
      long seed,
      int steps,
      double strength,
      double guidanceScale,
      List<LoraScale> loras,
      Optional<Picture> initial,
      int width,
      int height) {
    this(
        session,
        prompt,
        negativePrompt,
        seed,
        steps,
        strength,
        guidanceScale,
        loras,
        initial,
        Optional.empty(),
        width,
        height,
        List.of());
  }

  public RenderRequest {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(initial, "initial");
    Objects.requireNonNull(mask, "mask");
    loras = List.copyOf(loras);
    controls = List.copyOf(controls);
    require(steps >= 1, "steps", steps, ">= 1");
    require(strength > 0 && strength <= 1, "strength", strength, "> 0 and <= 1");
    require(
        mask.isEmpty() || initial.isPresent(), "mask", "without initial", "a picture to repaint");
    require(Double.isFinite(guidanceScale), "guidanceScale", guidanceScale, "a finite number");
    require(width > 0 && width % 8 == 0, "width", width, "a positive multiple of 8");
    require(height > 0 && height % 8 == 0, "height", height, "a positive multiple of 8");
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new InvalidRequestException(key, value, expected);
    }
  }
}
