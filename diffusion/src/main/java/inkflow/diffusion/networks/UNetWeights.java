package inkflow.diffusion.networks;

/**
 * Weights of a UNet or text encoder, ready to run: the checkpoint's own, or a variant with LoRAs
 * fused in. Closing a variant frees the memory that it doesn't share; nothing may run with it then.
 */
public interface UNetWeights extends AutoCloseable {

  /**
   * Approximate memory that closing frees, bytes; without what is shared with the checkpoint's own
   * weights.
   */
  long bytes();

  @Override
  void close();
}
