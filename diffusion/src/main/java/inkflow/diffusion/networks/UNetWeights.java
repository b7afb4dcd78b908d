package inkflow.diffusion.networks;

/**
 * Weights of a UNet, ready to run: those of the checkpoint or a variant with LoRAs fused in. Not
 * thread-safe: the device thread owns it. Closing a variant frees what it does not share.
 */
public interface UNetWeights extends AutoCloseable {

  /** Memory that closing frees, about; what is shared with the checkpoint's own does not count. */
  long bytes();

  @Override
  void close();
}
