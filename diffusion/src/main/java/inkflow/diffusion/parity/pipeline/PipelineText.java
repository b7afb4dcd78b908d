package inkflow.diffusion.parity.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.EncodedText;
import inkflow.diffusion.text.ClipTokenizer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What conditions a call's rows; with guidance in two passes, negative rows come first. */
final class PipelineText {
  private final PipelineParts parts;
  private final PipelineCall call;
  private final NDManager scope;

  PipelineText(PipelineParts parts, PipelineCall call, NDManager scope) {
    this.parts = parts;
    this.call = call;
    this.scope = scope;
  }

  /** Compares embeddings where the case has them. */
  Conditioning conditioning(int height, int width) {
    EncodedText text = encode(call.prompts(), call.secondPrompts());
    compare("prompt_embeds", text);
    if (Guidance.needsTwoPasses(call.guidance(), parts.guidanceIsEmbedded())) {
      EncodedText negative = negative(text);
      compare("negative_prompt_embeds", negative);
      text =
          new EncodedText(
              negative.states().concat(text.states()), concat(negative.pooled(), text.pooled()));
    }
    int rows = (int) text.states().getShape().get(0);
    return new Conditioning(text, timeIds(height, width, rows), guidance(rows), List.of());
  }

  /** With texts that are longer than one chunk cut, as the reference does. */
  private EncodedText encode(List<String> first, List<String> second) {
    long[][][] ids = new long[parts.tokenizers().size()][][];
    for (int i = 0; i < ids.length; i++) {
      ClipTokenizer tokenizer = parts.tokenizers().get(i);
      List<String> texts = i == 0 ? first : second;
      ids[i] = texts.stream().map(tokenizer::encode).toArray(long[][]::new);
    }
    return parts.text().encode(scope, parts.textWeights(), ids);
  }

  private EncodedText negative(EncodedText like) {
    if (!call.negatives().isEmpty()) {
      return encode(call.negatives(), call.secondNegatives());
    }
    List<String> empty = Collections.nCopies(call.prompts().size(), "");
    return parts.emptyNegativeIsZero()
        ? new EncodedText(like.states().zerosLike(), like.pooled().map(NDArray::zerosLike))
        : encode(empty, empty);
  }

  private static Optional<NDArray> concat(Optional<NDArray> first, Optional<NDArray> second) {
    return first.map(array -> array.concat(second.orElseThrow()));
  }

  private Optional<NDArray> timeIds(int height, int width, int rows) {
    if (!parts.config().hasAddedConditioning()) {
      return Optional.empty();
    }
    NDArray one = scope.create(call.sizes(height, width).timeIds(), new Shape(1, 6));
    NDArray ids = one.repeat(0, rows);
    compare("time_ids", ids);
    return Optional.of(ids);
  }

  private Optional<NDArray> guidance(int rows) {
    if (!parts.guidanceIsEmbedded()) {
      return Optional.empty();
    }
    int dimension = parts.config().timeCondDim();
    NDArray one = scope.create(Guidance.embedding(call.guidance(), dimension));
    return Optional.of(one.reshape(1, dimension).repeat(0, rows));
  }

  private void compare(String name, EncodedText text) {
    compare(name, text.states());
    text.pooled().ifPresent(pooled -> compare(name.replace("prompt_", "pooled_prompt_"), pooled));
  }

  private void compare(String name, NDArray array) {
    if (call.golden().has(call.out(name))) {
      call.findings().compare(call.out(name), array);
    }
  }
}
