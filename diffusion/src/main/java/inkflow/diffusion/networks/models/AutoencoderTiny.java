package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Kernel;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.layers.Pictures;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.AutoencoderTinyConfig;
import java.util.List;

/**
 * The small autoencoder of madebyollin/taesd, in diffusers' layout. Internally its pictures are in
 * [0, 1], externally in [-1, 1].
 */
final class AutoencoderTiny implements Autoencoder {
  private final AutoencoderTinyConfig config;
  private final Layers nn;

  AutoencoderTiny(AutoencoderTinyConfig config, Layers nn) {
    this.config = config;
    this.nn = nn;
  }

  @Override
  public void write() {
    FunctionWriter encoder = nn.script().function("encoder");
    Value picture = encoder.parameter("picture").plus(1.0).dividedBy(2.0);
    encoder.returns(List.of(encoder(nn.enterPicture(picture), nn::convolutionsToHalf)));
    FunctionWriter ofBytes = nn.script().function("encoder_of_bytes");
    Value rgb = ofBytes.parameter("rgb");
    ofBytes.returns(
        List.of(
            halvesAtOnce()
                ? encoder(rgb, nn::convolutionsOfBytesToHalf)
                : encoder(nn.enterPicture(Pictures.unitPlanes(rgb)), nn::convolutionsToHalf)));
    FunctionWriter decoder = nn.script().function("decoder");
    decoder.returns(decoder(decoder.parameter("latent")));
    Pictures.writeMethods(nn, "encoder", "encoder_of_bytes", "decoder");
  }

  /** The first two convolutions. */
  private interface ToHalf {
    Value of(Value picture, Kernel first, Kernel second);
  }

  private boolean halvesAtOnce() {
    return config.encoderBlocks().get(0) == 0 && config.encoderChannels().size() > 1;
  }

  private Value encoder(Value x, ToHalf firstTwo) {
    int layer = 0;
    int width = config.encoderChannels().get(0);
    Kernel first = Kernel.three(layer("encoder", layer++), 3, width);
    boolean twoAtOnce = halvesAtOnce();
    x = twoAtOnce ? x : nn.convolution(x, first);
    for (int size = 0; size < config.encoderChannels().size(); size++) {
      width = config.encoderChannels().get(size);
      if (size > 0) {
        Kernel half =
            Kernel.three(layer("encoder", layer++), width, width).withStride(2).withoutBias();
        boolean both = size == 1 && twoAtOnce;
        x = both ? firstTwo.of(x, first, half) : nn.convolution(x, half);
      }
      for (int i = 0; i < config.encoderBlocks().get(size); i++) {
        x = block(x, width, layer("encoder", layer++));
      }
    }
    x = nn.convolution(x, Kernel.three(layer("encoder", layer), width, config.latentChannels()));
    return nn.leave(x).times(config.scalingFactor());
  }

  private Value decoder(Value latent) {
    Value z = latent.dividedBy(config.scalingFactor());
    Value x = nn.enterPicture(z.dividedBy(3.0).op("tanh").times(3.0));
    int sizes = config.decoderChannels().size();
    int width = config.decoderChannels().get(0);
    Kernel first = Kernel.three(layer("decoder", 0), config.latentChannels(), width);
    x = nn.convolutionRelu(x, first);
    int layer = 2; // 1 is the relu
    boolean twoAtOnce = config.decoderBlocks().get(sizes - 1) == 0 && sizes > 1;
    for (int size = 0; size < sizes; size++) {
      width = config.decoderChannels().get(size);
      for (int i = 0; i < config.decoderBlocks().get(size); i++) {
        x = block(x, width, layer("decoder", layer++));
      }
      if (size < sizes - 1) {
        layer++; // the upsampling
        Kernel doubled = Kernel.three(layer("decoder", layer++), width, width).withoutBias();
        boolean both = size == sizes - 2 && twoAtOnce;
        Kernel last = Kernel.three(layer("decoder", layer), width, 3);
        x = both ? nn.convolutionsOfDoubled(x, doubled, last) : nn.convolutionOfDoubled(x, doubled);
      }
    }
    if (!twoAtOnce) {
      x = nn.convolution(x, Kernel.three(layer("decoder", layer), width, 3));
    }
    return nn.leavePicture(x).op("mul_", 2.0).op("sub_", 1.0);
  }

  private Value block(Value x, int width, String name) {
    Value h = nn.convolutionRelu(x, Kernel.three(name + ".conv.0", width, width));
    h = nn.convolutionRelu(h, Kernel.three(name + ".conv.2", width, width));
    return nn.convolutionOntoRelu(x, h, Kernel.three(name + ".conv.4", width, width));
  }

  private static String layer(String part, int index) {
    return part + ".layers." + index;
  }
}
