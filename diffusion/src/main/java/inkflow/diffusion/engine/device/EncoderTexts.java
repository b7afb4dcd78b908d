package inkflow.diffusion.engine.device;

import inkflow.diffusion.request.Scene;

/**
 * A text for each of a model's encoders. A model with one encoder uses the first alone.
 *
 * @param second for SDXL's second encoder, whose pooled output conditions the picture too
 */
public record EncoderTexts(String first, String second) {

  /** The same text for all encoders. */
  public static EncoderTexts of(String text) {
    return new EncoderTexts(text, text);
  }

  /** What a scene shows. */
  public static EncoderTexts of(Scene scene) {
    return new EncoderTexts(scene.prompt(), scene.secondPrompt().orElse(scene.prompt()));
  }

  /** The text of an encoder, from 0. */
  public String get(int encoder) {
    return encoder == 0 ? first : second;
  }
}
