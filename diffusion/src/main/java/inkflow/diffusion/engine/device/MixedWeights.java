package inkflow.diffusion.engine.device;

/** A device's weights under one mix of LoRAs. Made by {@link Device#mix}; closing frees them. */
public interface MixedWeights extends AutoCloseable {

  /** Memory that is theirs alone, about. */
  long bytes();

  @Override
  void close();
}
