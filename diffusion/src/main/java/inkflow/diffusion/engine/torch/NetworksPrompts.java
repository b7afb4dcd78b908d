package inkflow.diffusion.engine.torch;

import ai.djl.ndarray.NDManager;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.networks.TextWeights;
import inkflow.diffusion.text.PromptChunk;
import inkflow.diffusion.text.PromptChunks;
import java.util.ArrayList;
import java.util.List;

/** Encodes prompts of any length: all chunks of all prompts in one call of the text encoders. */
final class NetworksPrompts {
  private final Networks networks;
  private final List<PromptChunks> chunkers;

  /**
   * @param chunkers in the order of the text encoders; they split alike but pad differently
   */
  NetworksPrompts(Networks networks, List<PromptChunks> chunkers) {
    this.networks = networks;
    this.chunkers = List.copyOf(chunkers);
  }

  /** One embedding per prompt: its chunks concatenated. */
  List<Embedding> encode(NDManager scope, TextWeights weights, List<String> prompts) {
    List<List<PromptChunk>> chunks = prompts.stream().map(chunkers.get(0)::of).toList();
    long[][][] ids = chunkers.stream().map(one -> ids(one, prompts)).toArray(long[][][]::new);
    List<Embedding> encoded =
        RowTensors.embeddings(networks.encodeText(scope, weights, ids), ids[0].length);
    List<Embedding> embeddings = new ArrayList<>();
    int next = 0;
    for (List<PromptChunk> prompt : chunks) {
      List<Embedding> parts = encoded.subList(next, next + prompt.size());
      embeddings.add(joined(prompt, parts));
      next += prompt.size();
    }
    return embeddings;
  }

  private static long[][] ids(PromptChunks chunker, List<String> prompts) {
    return prompts.stream()
        .flatMap(prompt -> chunker.of(prompt).stream())
        .map(PromptChunk::ids)
        .toArray(long[][]::new);
  }

  private Embedding joined(List<PromptChunk> chunks, List<Embedding> encoded) {
    List<Embedding> weighted = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      float[] states = chunks.get(i).emphasize(encoded.get(i).states(), networks.textWidths());
      weighted.add(encoded.get(i).with(states));
    }
    return Embedding.join(weighted);
  }
}
