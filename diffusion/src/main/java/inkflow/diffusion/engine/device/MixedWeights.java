package inkflow.diffusion.engine.device;

/**
 * A device's weights with one mix of LoRAs fused in. Made by {@link Device#mix}; closing frees
 * them.
 */
public interface MixedWeights extends AutoCloseable {

  /** Approximate memory that they don't share with other weights, bytes. */
  long bytes();

  @Override
  void close();
}
