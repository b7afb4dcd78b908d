package inkflow.diffusion.networks.torch;

import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.ClipTextConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.util.List;

/**
 * Checks from their configs whether the parts of a checkpoint fit together, before any is loaded.
 */
final class PartsFit {
  private static final int TIME_IDS = 6;
  private final ComponentFolder unet;
  private final UNetConfig config;

  PartsFit(ComponentFolder unet, UNetConfig config) {
    this.unet = unet;
    this.config = config;
  }

  /**
   * @throws InvalidModelException when the UNet's text input doesn't match the encoders' output
   */
  void requireText(List<ComponentFolder> folders) {
    List<ClipTextConfig> encoders =
        folders.stream().map(folder -> ClipTextConfig.read(folder.config())).toList();
    require(
        "cross_attention_dim",
        config.crossAttentionDim(),
        encoders.stream().mapToInt(ClipTextConfig::width).sum(),
        "the width of the text encoders' states");
    boolean pools = encoders.size() > 1;
    if (config.hasAddedConditioning() != pools) {
      throw fault(
          "addition_embed_type",
          config.hasAddedConditioning() ? "text_time" : "null",
          pools ? "text_time, for two text encoders" : "null, for one text encoder");
    }
    if (pools) {
      require(
          "projection_class_embeddings_input_dim",
          config.addedInputDim(),
          encoders.get(encoders.size() - 1).projectionDim() + TIME_IDS * config.addedTimeDim(),
          "the pooled text's width and six sizes of addition_time_embed_dim");
    }
  }

  /**
   * @throws InvalidModelException when the autoencoder's latents are not the UNet's, or it takes
   *     something else beside a latent than a mask and a masked picture's latent
   */
  void requireLatents(AutoencoderConfig vae) {
    int channels = vae.latentChannels();
    require("out_channels", config.outChannels(), channels, "the autoencoder's");
    if (config.inChannels() != channels && !config.repaints()) {
      throw fault(
          "in_channels",
          config.inChannels(),
          "%d, a latent's, or %d for inpainting".formatted(channels, 2 * channels + 1));
    }
  }

  private void require(String key, int value, int expected, String what) {
    if (value != expected) {
      throw fault(key, value, expected + ", " + what);
    }
  }

  private InvalidModelException fault(String key, Object value, String expected) {
    return unet.config().fault(key, value, expected);
  }
}
