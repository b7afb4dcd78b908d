package inkflow.diffusion.networks;

import java.util.List;

/**
 * Weights of a checkpoint's text encoders, ready to run: its own, or with LoRAs fused in. Closing
 * frees what they do not share.
 *
 * @param encoders one for each encoder, in their order
 */
public record TextWeights(List<UNetWeights> encoders) implements AutoCloseable {

  public TextWeights {
    encoders = List.copyOf(encoders);
  }

  /** Memory that closing frees, about. */
  public long bytes() {
    return encoders.stream().mapToLong(UNetWeights::bytes).sum();
  }

  @Override
  public void close() {
    encoders.forEach(UNetWeights::close);
  }
}
