package inkflow.diffusion.engine.model;

import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.RenderRequest;
import java.util.function.ToIntFunction;

/** Refuses very long prompts, because other requests would wait for their encoding. Any thread. */
public final class PromptLimit {
  private static final int MOST = 10;
  private final ToIntFunction<String> chunks;

  /**
   * @param chunks counts the chunks of a prompt
   */
  public PromptLimit(ToIntFunction<String> chunks) {
    this.chunks = chunks;
  }

  /**
   * @throws InvalidRequestException when one of its prompts has more than ten chunks
   */
  public void require(RenderRequest request) {
    require("prompt", request.scene().prompt());
    require("negativePrompt", request.scene().negativePrompt());
    request.scene().secondPrompt().ifPresent(prompt -> require("secondPrompt", prompt));
  }

  private void require(String key, String prompt) {
    int count = chunks.applyAsInt(prompt);
    if (count > MOST) {
      throw new InvalidRequestException(
          key, count + " times what the text encoder takes at once", "at most " + MOST + " times");
    }
  }
}
