package inkflow.diffusion.networks;

import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.UNetConfig;
import inkflow.diffusion.weights.UNetConfig.Middle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * The denoising UNet of latent diffusion (arXiv 2112.10752), as diffusers' UNet2DConditionModel
 * lays it out: SD1.5, SDXL, their distilled and LCM forms, by config.
 */
final class UNet2DConditionModel {
  /** What conditions a step, inside the script. */
  private record Conditions(Value time, Value context) {}

  /** A skip connection and its channels. */
  private record Skip(Value value, int channels) {}

  private final UNetConfig config;
  private final Layers nn;
  private final int timeWidth;

  UNet2DConditionModel(UNetConfig config, Layers nn) {
    this.config = config;
    this.nn = nn;
    this.timeWidth = config.timeEmbedDim();
  }

  /**
   * Writes {@code predict(w, latent, timesteps, context, extras)}. Latent (n, c, h, w), timesteps
   * (n), context (n, tokens, width); extras are what the config asks for, in this order: guidance
   * embedding (n, timeCondDim); pooled text (n, width) and sizes (n, 6).
   */
  void write() {
    FunctionWriter predict = nn.script().method("predict");
    Value latent = predict.parameter("latent");
    Value timesteps = predict.parameter("timesteps");
    Value context = nn.enter(predict.parameter("context"));
    Value extras = predict.parameter("extras", "List[Tensor]");
    Value time =
        predict.call("time_embedding", timesteps, extras).op("silu"); // every residual block's
    Value x = nn.convolution(nn.enterPicture(latent), inConvolution());
    x = blocks(x, new Conditions(time, context));
    x = nn.groupNorm(x, channels(0), config.normGroups(), config.normEps(), "conv_norm_out");
    x = nn.convolution(x.op("silu"), Kernel.three("conv_out", channels(0), config.outChannels()));
    predict.returns(nn.leave(x));
    writeTimeEmbedding();
  }

  private Kernel inConvolution() {
    return Kernel.three("conv_in", config.inChannels(), channels(0));
  }

  private Value blocks(Value x, Conditions conditions) {
    Deque<Skip> skips = new ArrayDeque<>();
    skips.push(new Skip(x, channels(0)));
    int last = config.levels() - 1;
    for (int i = 0; i <= last; i++) {
      x = down(x, conditions, i, skips);
    }
    x = middle(x, conditions);
    for (int i = 0; i <= last; i++) {
      x = up(x, conditions, i, skips);
    }
    return x;
  }

  private Value down(Value x, Conditions conditions, int i, Deque<Skip> skips) {
    String name = "down_blocks." + i;
    int in = channels(Math.max(i - 1, 0));
    for (int layer = 0; layer < config.layersPerBlock(); layer++) {
      x = resnet(x, conditions, layer == 0 ? in : channels(i), channels(i), name, layer);
      x = transformer(x, conditions, i, downDepth(i, layer), name, layer);
      skips.push(new Skip(x, channels(i)));
    }
    if (i < config.levels() - 1) {
      String downsampler = name + ".downsamplers.0.conv";
      x = nn.convolution(x, Kernel.three(downsampler, channels(i), channels(i)).withStride(2));
      skips.push(new Skip(x, channels(i)));
    }
    return x;
  }

  private Value middle(Value x, Conditions conditions) {
    int last = config.levels() - 1;
    if (config.middle() == Middle.NONE) {
      return x;
    }
    x = resnet(x, conditions, channels(last), channels(last), "mid_block", 0);
    if (config.middle() == Middle.ATTENTION) {
      x = transformer(x, conditions, last, config.midDepth(), "mid_block", 0);
      x = resnet(x, conditions, channels(last), channels(last), "mid_block", 1);
    }
    return x;
  }

  private Value up(Value x, Conditions conditions, int i, Deque<Skip> skips) {
    String name = "up_blocks." + i;
    int level = config.levels() - 1 - i;
    int in = channels(Math.min(level + 1, config.levels() - 1));
    for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
      Skip skip = skips.pop();
      Value joined = x.function().op("cat", List.of(x, skip.value()), 1);
      int width = (layer == 0 ? in : channels(level)) + skip.channels();
      x = resnet(joined, conditions, width, channels(level), name, layer);
      x = transformer(x, conditions, level, upDepth(i, layer), name, layer);
    }
    return level > 0 ? upsample(x, skips.getFirst().value(), level, name) : x;
  }

  /** To the size of the skip it meets next, which is odd where down-sampling rounded up. */
  private Value upsample(Value x, Value skip, int level, String name) {
    Value larger = x.op("upsample_nearest2d", List.of(skip.size(2), skip.size(3)));
    String upsampler = name + ".upsamplers.0.conv";
    return nn.convolution(larger, Kernel.three(upsampler, channels(level), channels(level)));
  }

  private Value resnet(Value x, Conditions conditions, int in, int out, String block, int layer) {
    String name = block + ".resnets." + layer;
    return function(
        x,
        conditions.time(),
        name,
        (input, time) -> {
          Value h = norm(input, in, name + ".norm1").op("silu");
          h = nn.convolution(h, Kernel.three(name + ".conv1", in, out));
          Value shift = nn.linear(time, timeWidth, out, true, name + ".time_emb_proj");
          h = h.op("add_", shift.op("unsqueeze", -1).op("unsqueeze", -1));
          h = norm(h, out, name + ".norm2").op("silu");
          Kernel last = Kernel.three(name + ".conv2", out, out);
          if (in == out) {
            return nn.convolutionPlus(input, h, last); // the input may also be a skip
          }
          Value shortcut = nn.convolution(input, Kernel.one(name + ".conv_shortcut", in, out));
          return nn.convolutionOnto(shortcut, h, last);
        });
  }

  private Value transformer(
      Value x, Conditions conditions, int level, int depth, String block, int layer) {
    if (depth == 0) {
      return x;
    }
    String name = block + ".attentions." + layer;
    int width = channels(level);
    if (!config.linearProjection()) {
      nn.storedAsConvolution(name + ".proj_in");
      nn.storedAsConvolution(name + ".proj_out");
    }
    return function(
        x,
        conditions.context(),
        name,
        (input, context) -> {
          Value normed = nn.groupNorm(input, width, config.normGroups(), 1e-6, name + ".norm");
          Value h = nn.linear(nn.tokens(normed), width, width, true, name + ".proj_in");
          for (int i = 0; i < depth; i++) {
            h = transformerBlock(h, context, level, name + ".transformer_blocks." + i);
          }
          h = nn.linearPlus(nn.tokens(input), h, width, width, name + ".proj_out");
          return nn.picture(h, input);
        });
  }

  private Value transformerBlock(Value x, Value context, int level, String name) {
    int width = channels(level);
    int heads = config.heads().get(level);
    Value h = nn.layerNorm(x, width, 1e-5, name + ".norm1");
    String self = name + ".attn1";
    Value[] qkv =
        nn.linear(h, width, 3 * width, false, self + ".to_q", self + ".to_k", self + ".to_v")
            .chunk(3, -1);
    h = nn.attention(qkv[0], qkv[1], qkv[2], heads, false);
    x = nn.linearPlus(x, h, width, width, self + ".to_out.0");

    h = nn.layerNorm(x, width, 1e-5, name + ".norm2");
    String cross = name + ".attn2";
    Value q = nn.linear(h, width, width, false, cross + ".to_q");
    int contextWidth = config.crossAttentionDim();
    Value[] kv =
        nn.linear(context, contextWidth, 2 * width, false, cross + ".to_k", cross + ".to_v")
            .chunk(2, -1);
    h = nn.attention(q, kv[0], kv[1], heads, false);
    x = nn.linearPlus(x, h, width, width, cross + ".to_out.0");

    h = nn.layerNorm(x, width, 1e-5, name + ".norm3");
    h = nn.geglu(h, width, 4 * width, name + ".ff.net.0.proj");
    return nn.linearPlus(x, h, 4 * width, width, name + ".ff.net.2");
  }

  private void writeTimeEmbedding() {
    FunctionWriter function = nn.script().function("time_embedding");
    Value timesteps = function.parameter("timesteps");
    Value extras = function.parameter("extras", "List[Tensor]");
    Value h = nn.enter(sinusoids(timesteps, channels(0)));
    int next = 0;
    if (config.timeCondDim() > 0) {
      Value guidance = nn.enter(extra(extras, next++));
      Value projected =
          nn.linear(guidance, config.timeCondDim(), channels(0), false, "time_embedding.cond_proj");
      h = h.plus(projected);
    }
    h = embedding(h, channels(0), "time_embedding");
    if (config.addedInputDim() > 0) {
      Value pooled = nn.enter(extra(extras, next));
      Value sizes = sinusoids(extra(extras, next + 1).op("flatten"), config.addedTimeDim());
      Value rows = nn.enter(sizes).op("reshape", List.of(pooled.size(0), -1));
      Value joined = function.op("cat", List.of(pooled, rows), -1);
      h = h.plus(embedding(joined, config.addedInputDim(), "add_embedding"));
    }
    function.returns(h);
  }

  private Value embedding(Value x, int in, String name) {
    Value h = nn.linear(x, in, timeWidth, true, name + ".linear_1").op("silu");
    return nn.linear(h, timeWidth, timeWidth, true, name + ".linear_2");
  }

  private static Value extra(Value extras, int index) {
    return extras.function().element(extras, index);
  }

  /** Sines and cosines of t / 10000^(i / (half - shift)), as in arXiv 1706.03762. */
  private Value sinusoids(Value t, int width) {
    int half = width / 2;
    double rate = -Math.log(10000) / (half - config.freqShift());
    Value time = t.to(DType.FLOAT32);
    Value ordinals = time.op("new_ones", new int[] {half}).op("cumsum", 0).minus(1);
    Value angles = time.op("unsqueeze", -1).times(ordinals.times(rate).op("exp"));
    Value sin = angles.op("sin");
    Value cos = angles.op("cos");
    List<Value> halves = config.flipSinToCos() ? List.of(cos, sin) : List.of(sin, cos);
    return t.function().op("cat", halves, -1);
  }

  private Value norm(Value x, int channels, String name) {
    return nn.groupNorm(x, channels, config.normGroups(), config.normEps(), name);
  }

  private int downDepth(int level, int layer) {
    return config.downAttention().get(level) ? config.downDepths().get(level).get(layer) : 0;
  }

  private int upDepth(int block, int layer) {
    return config.upAttention().get(block) ? config.upDepths().get(block).get(layer) : 0;
  }

  private int channels(int level) {
    return config.blockOutChannels().get(level);
  }

  /** One function of the script for each module, so its source reads like the model. */
  private Value function(Value x, Value condition, String name, BinaryOperator<Value> body) {
    Script script = nn.script();
    return script.call(
        x.function(),
        name.replace('.', '_'),
        inner -> body.apply(inner.parameter("x"), inner.parameter("condition")),
        x,
        condition);
  }
}
