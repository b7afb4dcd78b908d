package inkflow.diffusion.engine.torch;

import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.networks.TextWeights;
import inkflow.diffusion.networks.UNetWeights;

/** The weights that a mix changes. */
record NetworksMix(UNetWeights unet, TextWeights text) implements MixedWeights {

  @Override
  public long bytes() {
    return unet.bytes() + text.bytes();
  }

  @Override
  public void close() {
    unet.close();
    text.close();
  }
}
