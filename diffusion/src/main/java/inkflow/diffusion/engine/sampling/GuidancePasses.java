package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.request.RenderRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that each step of a frame runs with: the prompt; with guidance in two passes also the
 * negative prompt, as the first pass.
 *
 * @param guidanceIsEmbedded the UNet takes guidance as an embedding, so one pass is enough
 * @param emptyNegativeIsZero whether an empty negative prompt gives an embedding of zeros instead
 *     of its encoding, as SDXL was trained
 */
public record GuidancePasses(boolean guidanceIsEmbedded, boolean emptyNegativeIsZero) {

  /** The texts to encode, one per pass. */
  public List<EncoderTexts> prompts(RenderRequest request) {
    EncoderTexts prompt = EncoderTexts.of(request.scene());
    return twice(request) && !zero(request)
        ? List.of(EncoderTexts.of(request.scene().negativePrompt()), prompt)
        : List.of(prompt);
  }

  /** One embedding per pass, from the encoders' output for {@link #prompts}. */
  public List<Embedding> texts(RenderRequest request, List<Embedding> encoded) {
    List<Embedding> texts = new ArrayList<>(encoded);
    if (twice(request) && zero(request)) {
      texts.add(0, encoded.get(0).zero());
    }
    return texts;
  }

  private boolean twice(RenderRequest request) {
    return Guidance.needsTwoPasses(request.sampling().guidanceScale(), guidanceIsEmbedded);
  }

  private boolean zero(RenderRequest request) {
    return emptyNegativeIsZero && request.scene().negativePrompt().isEmpty();
  }
}
