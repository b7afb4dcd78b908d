package inkflow.diffusion.engine.model;

import inkflow.diffusion.text.ClipTokenizer;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.config.ClipTextConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tokenizers of a checkpoint, in the order of its text encoders; CLIP's own if it has none. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * @throws inkflow.diffusion.weights.file.InvalidModelException when one is broken, or produces
   *     ids that its encoder doesn't know
   */
  public static List<ClipTokenizer> of(ModelCheckpoint checkpoint) {
    List<ComponentFolder> encoders = checkpoint.textEncoders();
    List<Path> own = checkpoint.tokenizers();
    List<ClipTokenizer> tokenizers = new ArrayList<>();
    for (int i = 0; i < encoders.size(); i++) {
      ClipTokenizer tokenizer = own.isEmpty() ? standard(i) : ClipTokenizer.read(own.get(i));
      requireFitting(encoders.get(i), tokenizer);
      tokenizers.add(tokenizer);
    }
    return List.copyOf(tokenizers);
  }

  private static ClipTokenizer standard(int encoder) {
    return encoder == 0 ? ClipTokenizer.standard() : ClipTokenizer.standardPaddedWithZero();
  }

  private static void requireFitting(ComponentFolder encoder, ClipTokenizer tokenizer) {
    ClipTextConfig config = ClipTextConfig.read(encoder.config());
    requireAtLeast(encoder, "vocab_size", config.vocabSize(), tokenizer.vocabularySize());
    requireAtLeast(encoder, "max_position_embeddings", config.positions(), tokenizer.maxLength());
  }

  private static void requireAtLeast(ComponentFolder encoder, String key, int value, int least) {
    if (value < least) {
      throw encoder.config().fault(key, value, "at least " + least + ", as its tokenizer gives");
    }
  }
}
