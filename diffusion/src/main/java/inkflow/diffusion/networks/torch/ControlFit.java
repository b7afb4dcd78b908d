package inkflow.diffusion.networks.torch;

import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.config.UNetConfig.Middle;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;

/** Checks from their configs whether ControlNets fit a UNet, before any is loaded. */
final class ControlFit {
  private final UNetConfig unet;
  private final int downscale;

  /**
   * @param downscale pixels of a picture's side per element of the latent's side
   */
  ControlFit(UNetConfig unet, int downscale) {
    this.unet = unet;
    this.downscale = downscale;
  }

  /**
   * @throws InvalidModelException for a ControlNet of another kind of UNet
   */
  void require(JsonFile config) {
    ControlNetConfig control = ControlNetConfig.read(config);
    UNetConfig encoder = control.encoder();
    // Compared with the UNet's output channels, since its input has more for inpainting.
    require(config, "in_channels", encoder.inChannels(), unet.outChannels());
    require(config, "block_out_channels", encoder.blockOutChannels(), unet.blockOutChannels());
    require(config, "layers_per_block", encoder.layersPerBlock(), unet.layersPerBlock());
    require(
        config,
        "projection_class_embeddings_input_dim",
        encoder.addedInputDim(),
        unet.addedInputDim());
    if (encoder.downAttention().contains(true) || encoder.middle() == Middle.ATTENTION) {
      require(config, "cross_attention_dim", encoder.crossAttentionDim(), unet.crossAttentionDim());
    }
    if (control.downscale() != downscale) {
      throw config.fault(
          "conditioning_embedding_out_channels",
          control.embeddingChannels(),
          "as many as halve a picture to the latent's size, 1 / " + downscale);
    }
  }

  private static void require(JsonFile config, String key, Object value, Object expected) {
    if (!value.equals(expected)) {
      throw config.fault(key, value, expected + ", as the model's UNet has");
    }
  }
}
