package inkflow.diffusion.networks;

import inkflow.diffusion.torchscript.TensorList;

/**
 * Weights of a UNet, ready to run: those of the checkpoint or a variant with LoRAs fused in. Not
 * thread-safe: the device thread owns it. Closing a variant frees what it does not share.
 */
public interface UNetWeights extends AutoCloseable {

  @Override
  void close();

  /** Weights in libtorch. */
  record Loaded(TensorList list) implements UNetWeights {
    @Override
    public void close() {
      list.close();
    }
  }
}
