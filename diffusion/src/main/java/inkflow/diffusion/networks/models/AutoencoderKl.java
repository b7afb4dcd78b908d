package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Kernel;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.layers.Pictures;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import java.util.List;

/**
 * The variational autoencoder of latent diffusion (arXiv 2112.10752), as diffusers' AutoencoderKL
 * lays it out.
 */
final class AutoencoderKl implements Autoencoder {
  private static final double EPS = 1e-6;
  private final AutoencoderKlConfig config;
  private final Layers nn;

  AutoencoderKl(AutoencoderKlConfig config, Layers nn) {
    this.config = config;
    this.nn = nn;
  }

  /**
   * Writes the methods of {@link Autoencoder}, with means and deviations, and {@code moments(w,
   * picture)}: mean and log variance, unscaled.
   */
  @Override
  public void write() {
    FunctionWriter encoder = nn.script().function("encoder");
    Value[] scaled = moments(encoder.parameter("picture"));
    encoder.returns(
        List.of(
            scaled[0].minus(config.shiftFactor()).times(config.scalingFactor()),
            scaled[1].times(0.5).op("exp").times(config.scalingFactor())));
    FunctionWriter decoder = nn.script().function("decoder");
    decoder.returns(decoded(decoder.parameter("latent")));
    FunctionWriter moments = nn.script().method("moments");
    moments.returns(List.of(moments(moments.parameter("picture"))));
    FunctionWriter ofBytes = nn.script().function("encoder_of_bytes");
    ofBytes.returnsList(ofBytes.call("encoder", Pictures.signed(ofBytes.parameter("rgb"))));
    Pictures.writeMethods(nn, "encoder", "encoder_of_bytes", "decoder");
  }

  /** Mean and clamped log variance. */
  private Value[] moments(Value picture) {
    Value both = picture.function().call(written("moments_of", this::encoded), picture);
    Value[] moments = both.chunk(2, 1);
    moments[1] = moments[1].op("clamp", -30.0, 20.0);
    return moments;
  }

  private Value encoded(Value picture) {
    Value x = nn.enterPicture(picture);
    x = nn.convolution(x, Kernel.three("encoder.conv_in", config.inChannels(), channels(0)));
    for (int level = 0; level < config.channels().size(); level++) {
      String block = "encoder.down_blocks." + level;
      for (int layer = 0; layer < config.layersPerBlock(); layer++) {
        int in = layer == 0 ? channels(Math.max(level - 1, 0)) : channels(level);
        x = resnet(x, in, channels(level), block + ".resnets." + layer);
      }
      if (level < last()) {
        x = downsample(x, channels(level), block + ".downsamplers.0.conv");
      }
    }
    x = middle(x, "encoder.mid_block");
    int moments = 2 * config.latentChannels();
    x = normed(x, channels(last()), "encoder.conv_norm_out").op("silu_");
    x = nn.convolution(x, Kernel.three("encoder.conv_out", channels(last()), moments));
    if (config.quantConv()) {
      x = nn.convolution(x, Kernel.one("quant_conv", moments, moments));
    }
    return nn.leave(x);
  }

  private Value decoded(Value latent) {
    int latents = config.latentChannels();
    Value z = latent.dividedBy(config.scalingFactor()).plus(config.shiftFactor());
    Value x = nn.enterPicture(z);
    if (config.postQuantConv()) {
      x = nn.convolution(x, Kernel.one("post_quant_conv", latents, latents));
    }
    x = nn.convolution(x, Kernel.three("decoder.conv_in", latents, channels(last())));
    x = middle(x, "decoder.mid_block");
    for (int block = 0; block < config.channels().size(); block++) {
      x = up(x, block, "decoder.up_blocks." + block);
    }
    x = normed(x, channels(0), "decoder.conv_norm_out").op("silu_");
    x = nn.convolution(x, Kernel.three("decoder.conv_out", channels(0), config.outChannels()));
    return nn.leavePicture(x);
  }

  private Value up(Value input, int block, String name) {
    int level = last() - block;
    Value x = input;
    for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
      int in = layer == 0 ? channels(Math.min(level + 1, last())) : channels(level);
      x = resnet(x, in, channels(level), name + ".resnets." + layer);
    }
    if (level == 0) {
      return x;
    }
    String upsampler = name + ".upsamplers.0.conv";
    return nn.convolutionOfDoubled(x, Kernel.three(upsampler, channels(level), channels(level)));
  }

  /** Halves the size. Pads only on the right and at the bottom. */
  private Value downsample(Value x, int channels, String name) {
    Value padded = x.op("constant_pad_nd", new int[] {0, 1, 0, 1});
    Kernel kernel = Kernel.three(name, channels, channels).withStride(2).withPadding(0);
    return nn.convolution(padded, kernel);
  }

  private Value middle(Value input, String name) {
    int width = channels(last());
    Value x = resnet(input, width, width, name + ".resnets.0");
    if (config.midAttention()) {
      x = attention(x, width, name + ".attentions.0");
    }
    return resnet(x, width, width, name + ".resnets.1");
  }

  private Value attention(Value x, int width, String name) {
    Value tokens = nn.tokens(x);
    Value h = nn.tokens(normed(x, width, name + ".group_norm"));
    Value[] qkv =
        nn.linear(h, width, 3 * width, true, name + ".to_q", name + ".to_k", name + ".to_v")
            .chunk(3, -1);
    h = nn.attention(qkv[0], qkv[1], qkv[2], 1, false);
    return nn.picture(nn.linearPlus(tokens, h, width, width, name + ".to_out.0"), x);
  }

  private Value resnet(Value x, int in, int out, String name) {
    return x.function().call(written(name, input -> residual(input, in, out, name)), x);
  }

  private Value residual(Value x, int in, int out, String name) {
    Value h = normed(x, in, name + ".norm1").op("silu_");
    h = nn.convolution(h, Kernel.three(name + ".conv1", in, out));
    h = normed(h, out, name + ".norm2").op("silu_");
    Kernel last = Kernel.three(name + ".conv2", out, out);
    return in == out
        ? nn.convolutionPlus(x, h, last)
        : nn.convolutionOnto(
            nn.convolution(x, Kernel.one(name + ".conv_shortcut", in, out)), h, last);
  }

  private Value normed(Value x, int channels, String name) {
    return nn.groupNorm(x, channels, config.normGroups(), EPS, name);
  }

  /** A function of the script, written at its first use. */
  private String written(String module, java.util.function.UnaryOperator<Value> body) {
    return nn.script().once(module.replace('.', '_'), f -> body.apply(f.parameter("x")));
  }

  private int channels(int level) {
    return config.channels().get(level);
  }

  private int last() {
    return config.channels().size() - 1;
  }
}
