package inkflow.diffusion.networks;

/**
 * Weights of a UNet or text encoder, ready to run: those of the checkpoint or a variant with LoRAs
 * fused in. Closing a variant, while nothing runs with it, frees what it does not share.
 */
public interface UNetWeights extends AutoCloseable {

  /** Memory that closing frees, about; what is shared with the checkpoint's own does not count. */
  long bytes();

  @Override
  void close();
}
