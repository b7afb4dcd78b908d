package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.request.RenderRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Under which texts the steps of a frame run: the prompt; with guidance in two passes the negative
 * prompt before it.
 *
 * @param guidanceIsEmbedded the UNet takes guidance as an embedding, so one pass is enough
 * @param emptyNegativeIsZero an empty negative prompt stands for zeros and not for its encoding, as
 *     SDXL was trained
 */
public record GuidancePasses(boolean guidanceIsEmbedded, boolean emptyNegativeIsZero) {

  /** The texts to encode, in the order of the passes. */
  public List<String> prompts(RenderRequest request) {
    return twice(request) && !zero(request)
        ? List.of(request.scene().negativePrompt(), request.scene().prompt())
        : List.of(request.scene().prompt());
  }

  /** One embedding a pass, of what the encoders made of {@link #prompts}. */
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
