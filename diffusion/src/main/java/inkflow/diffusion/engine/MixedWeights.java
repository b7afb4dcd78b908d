package inkflow.diffusion.engine;

/** A device's weights under one mix of LoRAs. Made by {@link Device#mix}; closing frees them. */
interface MixedWeights extends AutoCloseable {

  /** Memory that is theirs alone, about. */
  long bytes();

  @Override
  void close();
}
