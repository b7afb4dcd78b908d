package inkflow.diffusion.request;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a picture shows.
 *
 * @param prompt text that conditions the picture; empty for none
 * @param negativePrompt what to avoid; used only if guidanceScale is above 1
 * @param initial picture to start from; empty for text to image. Scaled to width x height if it
 *     differs
 * @param mask which part of the initial picture to repaint: white is repainted, black is kept at
 *     any strength. Scaled to width x height if it differs
 * @param controls inputs of ControlNets; their residuals are summed
 * @param width pixels, a multiple of 8
 * @param height pixels, a multiple of 8
 * @param secondPrompt text for the second encoder of a model that has two; empty for the prompt
 * @param sizes what a model that is conditioned on sizes, as SDXL, is told; empty for the picture
 *     itself, uncropped
 */
public record Scene(
    String prompt,
    String negativePrompt,
    Optional<Picture> initial,
    Optional<Picture> mask,
    List<ControlInput> controls,
    int width,
    int height,
    Optional<String> secondPrompt,
    Optional<MicroConditioning> sizes) {

  public Scene {
    Objects.requireNonNull(secondPrompt, "secondPrompt");
    Objects.requireNonNull(sizes, "sizes");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(initial, "initial");
    Objects.requireNonNull(mask, "mask");
    controls = List.copyOf(controls);
    RenderRequest.require(
        mask.isEmpty() || initial.isPresent(), "mask", "without initial", "a picture to repaint");
    RenderRequest.require(width > 0 && width % 8 == 0, "width", width, "a positive multiple of 8");
    RenderRequest.require(
        height > 0 && height % 8 == 0, "height", height, "a positive multiple of 8");
  }

  /** A scene with one prompt for all encoders, told its own size. */
  public Scene(
      String prompt,
      String negativePrompt,
      Optional<Picture> initial,
      Optional<Picture> mask,
      List<ControlInput> controls,
      int width,
      int height) {
    this(
        prompt,
        negativePrompt,
        initial,
        mask,
        controls,
        width,
        height,
        Optional.empty(),
        Optional.empty());
  }

  /** What a model that is conditioned on sizes is told. */
  public MicroConditioning conditioning() {
    return sizes.orElseGet(() -> new MicroConditioning(height, width));
  }

  /** A scene from text only, without ControlNets. */
  public static Scene ofText(String prompt, String negativePrompt, int width, int height) {
    return new Scene(
        prompt, negativePrompt, Optional.empty(), Optional.empty(), List.of(), width, height);
  }
}
