package inkflow.diffusion.engine.torch;

import ai.djl.ndarray.NDManager;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.networks.TextWeights;
import inkflow.diffusion.text.PromptChunk;
import inkflow.diffusion.text.PromptChunks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

  /** One embedding for each element: its chunks concatenated. */
  List<Embedding> encode(NDManager scope, TextWeights weights, List<EncoderTexts> texts) {
    List<List<List<PromptChunk>>> prompts = texts.stream().map(this::chunks).toList();
    long[][][] ids =
        IntStream.range(0, chunkers.size())
            .mapToObj(encoder -> ids(encoder, prompts))
            .toArray(long[][][]::new);
    List<Embedding> encoded =
        RowTensors.embeddings(networks.encodeText(scope, weights, ids), ids[0].length);
    List<Embedding> embeddings = new ArrayList<>();
    int next = 0;
    for (List<List<PromptChunk>> prompt : prompts) {
      int count = prompt.get(0).size();
      embeddings.add(joined(prompt, encoded.subList(next, next + count)));
      next += count;
    }
    return embeddings;
  }

  /** A prompt's chunks for each encoder: as many for all, the shorter text's last ones empty. */
  private List<List<PromptChunk>> chunks(EncoderTexts texts) {
    List<List<PromptChunk>> chunks = new ArrayList<>();
    for (int i = 0; i < chunkers.size(); i++) {
      chunks.add(new ArrayList<>(chunkers.get(i).of(texts.get(i))));
    }
    int most = chunks.stream().mapToInt(List::size).max().orElseThrow();
    for (int i = 0; i < chunkers.size(); i++) {
      while (chunks.get(i).size() < most) {
        chunks.get(i).addAll(chunkers.get(i).of(""));
      }
    }
    return chunks;
  }

  private static long[][] ids(int encoder, List<List<List<PromptChunk>>> prompts) {
    return prompts.stream()
        .flatMap(prompt -> prompt.get(encoder).stream())
        .map(PromptChunk::ids)
        .toArray(long[][]::new);
  }

  private Embedding joined(List<List<PromptChunk>> prompt, List<Embedding> encoded) {
    List<Embedding> weighted = new ArrayList<>();
    for (int i = 0; i < encoded.size(); i++) {
      int chunk = i;
      List<PromptChunk> each = prompt.stream().map(encoder -> encoder.get(chunk)).toList();
      float[] states = PromptChunk.emphasize(encoded.get(i).states(), each, networks.textWidths());
      weighted.add(encoded.get(i).with(states));
    }
    return Embedding.join(weighted);
  }
}
