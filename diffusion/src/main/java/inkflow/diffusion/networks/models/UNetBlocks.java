package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Kernel;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.models.CrossAttentions.Attention;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.config.UNetConfig.Middle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The parts that a UNet and a ControlNet share: the down path, the middle, and their blocks. */
final class UNetBlocks {
  /**
   * A step's conditioning inside the script.
   *
   * @param shifts of the residual blocks, by the timestep
   * @param text what each cross-attention makes of it
   * @param images keys and values of an {@link IpAdapter}, or an empty list
   */
  record Conditions(TimeShifts shifts, TextKeys text, Value images) {}

  /** A skip connection from the down path to the up path, and its channels. */
  record Skip(Value value, int channels) {}

  private final UNetConfig config;
  private final Layers nn;

  UNetBlocks(UNetConfig config, Layers nn) {
    this.config = config;
    this.nn = nn;
  }

  /**
   * The shifts of all residual blocks, from arguments of a script; calls {@link TimeEmbedding}.
   *
   * @param resnets channels of each residual block, by its name
   */
  Value timeShifts(Value timesteps, Value extras, Map<String, Integer> resnets) {
    Value time = timesteps.function().call(TimeEmbedding.FUNCTION, timesteps, extras).op("silu");
    return TimeShifts.joined(nn, time, config.timeEmbedDim(), resnets);
  }

  /**
   * Keys and values of the text, an argument of a script.
   *
   * @param attentions each cross-attention that there is
   */
  Value textKeys(Value context, List<Attention> attentions) {
    return TextKeys.joined(nn, nn.enter(context), config.crossAttentionDim(), attentions);
  }

  /** The latent's first convolution. */
  Value first(Value latent) {
    Kernel kernel = Kernel.three("conv_in", config.inChannels(), channels(0));
    return nn.convolution(nn.enterPicture(latent), kernel.forSide(side(0)));
  }

  /**
   * The down path from the first convolution's output. Returns the skips in order; the first is
   * that output.
   */
  List<Skip> down(Value x, Conditions conditions) {
    List<Skip> skips = new ArrayList<>();
    skips.add(new Skip(x, channels(0)));
    for (int i = 0; i < config.levels(); i++) {
      x = down(x, conditions, i, skips);
    }
    return skips;
  }

  private Value down(Value x, Conditions conditions, int i, List<Skip> skips) {
    String name = "down_blocks." + i;
    int in = channels(Math.max(i - 1, 0));
    for (int layer = 0; layer < config.layersPerBlock(); layer++) {
      x = resnet(x, conditions, layer == 0 ? in : channels(i), channels(i), i, name, layer);
      x = transformer(x, conditions, i, config.downDepth(i, layer), name, layer);
      skips.add(new Skip(x, channels(i)));
    }
    if (i < config.levels() - 1) {
      String downsampler = name + ".downsamplers.0.conv";
      Kernel half = Kernel.three(downsampler, channels(i), channels(i)).withStride(2);
      x = nn.convolution(x, half.forSide(side(i)));
      skips.add(new Skip(x, channels(i)));
    }
    return x;
  }

  /** The middle block; {@code x} itself if there is none. */
  Value middle(Value x, Conditions conditions) {
    if (config.middle() == Middle.NONE) {
      return x;
    }
    int last = config.levels() - 1;
    String name = "mid_block";
    x = resnet(x, conditions, channels(last), channels(last), last, name, 0);
    if (config.middle() == Middle.ATTENTION) {
      x = transformer(x, conditions, last, config.midDepth(), name, 0);
      x = resnet(x, conditions, channels(last), channels(last), last, name, 1);
    }
    return x;
  }

  /** The residual block of a layer, as diffusers' ResnetBlock2D. */
  Value resnet(
      Value x, Conditions conditions, int in, int out, int level, String block, int layer) {
    String name = block + ".resnets." + layer;
    int side = side(level);
    return function(
        name,
        inner -> {
          Value input = inner.parameter("x");
          Value shift = inner.parameter("shift");
          Value h = norm(input, in, name + ".norm1").op("silu_");
          h = nn.convolution(h, Kernel.three(name + ".conv1", in, out).forSide(side));
          h = h.op("add_", shift.op("unsqueeze", -1).op("unsqueeze", -1));
          h = norm(h, out, name + ".norm2").op("silu_");
          Kernel last = Kernel.three(name + ".conv2", out, out).forSide(side);
          if (in == out) {
            return nn.convolutionPlus(input, h, last); // the input may also be a skip
          }
          Kernel shortcut = Kernel.one(name + ".conv_shortcut", in, out).forSide(side);
          return nn.convolutionOnto(nn.convolution(input, shortcut), h, last);
        },
        x,
        conditions.shifts().of(name));
  }

  /** The transformer of a layer; {@code x} itself if the depth is 0. */
  Value transformer(Value x, Conditions conditions, int level, int depth, String block, int layer) {
    if (depth == 0) {
      return x;
    }
    String name = block + ".attentions." + layer;
    Transformer2DModel transformer = new Transformer2DModel(config, nn, level, name);
    return function(
        name,
        inner -> {
          Value picture = inner.parameter("x");
          Value text = inner.parameter("text");
          Value images = inner.parameter("images", "List[Tensor]");
          return transformer.of(picture, text, images, depth);
        },
        x,
        conditions.text().of(name, channels(level), depth),
        conditions.images());
  }

  private Value norm(Value x, int channels, String name) {
    return nn.groupNorm(x, channels, config.normGroups(), config.normEps(), name);
  }

  /** Of a level's pictures when the latent is as large as those the model was trained with. */
  int side(int level) {
    return Math.max(1, config.sampleSize() >> level);
  }

  private int channels(int level) {
    return config.blockOutChannels().get(level);
  }

  /** Writes one script function per module, so that the source has the model's structure. */
  private Value function(String name, Function<FunctionWriter, Value> body, Value... arguments) {
    return nn.script().call(arguments[0].function(), name.replace('.', '_'), body, arguments);
  }
}
