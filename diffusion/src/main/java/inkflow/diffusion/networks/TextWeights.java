package inkflow.diffusion.networks;

import java.util.List;

/**
 * Weights of a checkpoint's text encoders, ready to run: the original ones, or with LoRAs fused in.
 * Closing frees the memory that they don't share.
 *
 * @param encoders one for each encoder, in their order
 */
public record TextWeights(List<UNetWeights> encoders) implements AutoCloseable {

  public TextWeights {
    encoders = List.copyOf(encoders);
  }

  /** Approximate memory that closing frees, bytes. */
  public long bytes() {
    return encoders.stream().mapToLong(UNetWeights::bytes).sum();
  }

  @Override
  public void close() {
    encoders.forEach(UNetWeights::close);
  }
}
