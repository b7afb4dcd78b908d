package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.UNetConfig;
import java.util.List;

/**
 * The time embedding, an input of every residual block: the timestep and, depending on the config,
 * the guidance of a full LCM and SDXL's pooled text and sizes.
 */
final class TimeEmbedding {
  static final String FUNCTION = "time_embedding";
  private final UNetConfig config;
  private final Layers nn;

  TimeEmbedding(UNetConfig config, Layers nn) {
    this.config = config;
    this.nn = nn;
  }

  /**
   * Writes {@code time_embedding(w, timesteps, extras)}: timesteps (n), extras as the config
   * requires, in this order: guidance embedding (n, timeCondDim); pooled text (n, width) and sizes
   * (n, 6). Returns (n, timeEmbedDim).
   */
  void write() {
    FunctionWriter function = nn.script().function(FUNCTION);
    Value timesteps = function.parameter("timesteps");
    Value extras = function.parameter("extras", "List[Tensor]");
    int width = config.blockOutChannels().get(0);
    Value h = nn.enter(sinusoids(timesteps, width));
    int next = 0;
    if (config.timeCondDim() > 0) {
      Value guidance = nn.enter(function.element(extras, next++));
      h = h.plus(nn.linear(guidance, config.timeCondDim(), width, false, FUNCTION + ".cond_proj"));
    }
    h = embedding(h, width, FUNCTION);
    if (config.addedInputDim() > 0) {
      Value pooled = nn.enter(function.element(extras, next));
      Value sizes = function.element(extras, next + 1).op("flatten");
      Value rows = nn.enter(sinusoids(sizes, config.addedTimeDim()));
      Value joined =
          function.op("cat", List.of(pooled, rows.op("reshape", List.of(pooled.size(0), -1))), -1);
      h = h.plus(embedding(joined, config.addedInputDim(), "add_embedding"));
    }
    function.returns(h);
  }

  private Value embedding(Value x, int in, String name) {
    int width = config.timeEmbedDim();
    Value h = nn.linear(x, in, width, true, name + ".linear_1").op("silu");
    return nn.linear(h, width, width, true, name + ".linear_2");
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
}
