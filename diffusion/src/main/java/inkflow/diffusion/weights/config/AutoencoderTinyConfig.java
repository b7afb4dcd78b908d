package inkflow.diffusion.weights.config;

import inkflow.diffusion.weights.file.JsonFile;
import java.util.List;

/**
 * A small autoencoder that works in diffusion space directly (TAESD, github.com/madebyollin/taesd).
 *
 * @param encoderChannels one a level
 * @param decoderChannels one a level
 * @param encoderBlocks residual blocks a level; 0 at the first is a level of its convolution alone
 * @param decoderBlocks residual blocks a level
 * @param latentMagnitude of latents stored in 8 bits; not used in diffusion
 */
public record AutoencoderTinyConfig(
    int inChannels,
    int outChannels,
    int latentChannels,
    List<Integer> encoderChannels,
    List<Integer> decoderChannels,
    List<Integer> encoderBlocks,
    List<Integer> decoderBlocks,
    double latentMagnitude,
    double latentShift,
    double scalingFactor,
    double shiftFactor)
    implements AutoencoderConfig {

  static AutoencoderTinyConfig read(JsonFile json) {
    json.only("_class_name", "AutoencoderTiny");
    json.only("act_fn", "relu");
    json.only("upsample_fn", "nearest");
    json.only("upsampling_scaling_factor", 2);
    List<Integer> encoder = json.sizes("encoder_block_out_channels");
    List<Integer> decoder = json.sizes("decoder_block_out_channels");
    if (decoder.size() != encoder.size()) {
      throw json.fault("decoder_block_out_channels", decoder, encoder.size() + " of them");
    }
    return new AutoencoderTinyConfig(
        json.size("in_channels", 3),
        json.size("out_channels", 3),
        json.size("latent_channels", 4),
        encoder,
        decoder,
        json.counts("num_encoder_blocks", encoder.size()),
        json.counts("num_decoder_blocks", decoder.size()),
        json.number("latent_magnitude", 3),
        json.number("latent_shift", 0.5),
        json.number("scaling_factor", 1),
        json.number("shift_factor", 0));
  }

  @Override
  public int downscale() {
    return 1 << (encoderChannels.size() - 1);
  }
}
