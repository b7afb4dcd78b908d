package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Kernel;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.models.UNetBlocks.Conditions;
import inkflow.diffusion.networks.models.UNetBlocks.Skip;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.UNetConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The denoising UNet of latent diffusion (arXiv 2112.10752), as diffusers' UNet2DConditionModel
 * lays it out: SD1.5, SDXL, their distilled and LCM forms, by config.
 */
public final class UNet2DConditionModel {
  private static final String LIST = "List[Tensor]";
  private static final String SHIFTS = "all_time_shifts";
  private static final String KEYS = "all_text_keys";

  private final UNetConfig config;
  private final Layers nn;
  private final UNetBlocks blocks;

  public UNet2DConditionModel(UNetConfig config, Layers nn) {
    this.config = config;
    this.nn = nn;
    this.blocks = new UNetBlocks(config, nn);
  }

  /**
   * Writes {@code predict(w, latent, timesteps, context, extras)}: latent (n, c, h, w), timesteps
   * (n), context (n, tokens, width), extras see {@link TimeEmbedding}. And {@code predict_adapted},
   * which also takes a {@link ControlNetModel}'s residuals and an {@link IpAdapter}'s keys and
   * values; either list may be empty.
   *
   * <p>And its parts: {@code time_shifts(w, timesteps, extras)}, (n, channels of all residual
   * blocks); {@code text_keys(w, context)}, (n, tokens, widths of all cross-attentions), both in
   * the type of the arithmetic; and {@code denoise_rows(w, latent, shifts, keys, residuals,
   * images)}, which takes them as lists of parts of the batch.
   */
  public void write() {
    writeParts();
    writePredict("predict", false);
    writePredict("predict_adapted", true);
    writeDenoise();
    new TimeEmbedding(config, nn).write();
  }

  private void writeParts() {
    FunctionWriter shifts = nn.script().function(SHIFTS);
    Value timesteps = shifts.parameter("timesteps");
    Value extras = shifts.parameter("extras", LIST);
    shifts.returns(blocks.timeShifts(timesteps, extras, TimeShifts.wholeWay(config)));
    FunctionWriter keys = nn.script().function(KEYS);
    keys.returns(blocks.textKeys(keys.parameter("context"), CrossAttentions.wholeWay(config)));
    FunctionWriter timeShifts = nn.script().method("time_shifts");
    Value given = timeShifts.parameter("timesteps");
    timeShifts.returns(timeShifts.call(SHIFTS, given, timeShifts.parameter("extras", LIST)));
    FunctionWriter textKeys = nn.script().method("text_keys");
    textKeys.returns(textKeys.call(KEYS, textKeys.parameter("context")));
    FunctionWriter rows = nn.script().method("denoise_rows");
    Value latent = rows.parameter("latent");
    Value allShifts = Layers.joined(rows, rows.parameter("shifts", LIST));
    Value allKeys = Layers.joined(rows, rows.parameter("keys", LIST));
    Value residuals = rows.parameter("residuals", LIST);
    Value images = rows.parameter("images", LIST);
    rows.returns(rows.call("denoise", latent, allShifts, allKeys, residuals, images));
  }

  private void writePredict(String name, boolean adapted) {
    FunctionWriter predict = nn.script().method(name);
    Value latent = predict.parameter("latent");
    Value timesteps = predict.parameter("timesteps");
    Value context = predict.parameter("context");
    Value extras = predict.parameter("extras", LIST);
    Value residuals = adapted ? predict.parameter("residuals", LIST) : predict.noTensors();
    Value images = adapted ? predict.parameter("images", LIST) : predict.noTensors();
    Value shifts = predict.call(SHIFTS, timesteps, extras);
    Value keys = predict.call(KEYS, context);
    predict.returns(predict.call("denoise", latent, shifts, keys, residuals, images));
  }

  private void writeDenoise() {
    FunctionWriter denoise = nn.script().function("denoise");
    Value latent = denoise.parameter("latent");
    Value shifts = denoise.parameter("shifts");
    Value keys = denoise.parameter("keys");
    Value residuals = denoise.parameter("residuals", LIST);
    Conditions conditions =
        new Conditions(
            new TimeShifts(shifts, TimeShifts.wholeWay(config)),
            new TextKeys(keys, CrossAttentions.wholeWay(config)),
            denoise.parameter("images", LIST));
    List<Skip> way = blocks.down(blocks.first(latent), conditions);
    Value innermost = way.get(way.size() - 1).value();
    Value x = ControlNetModel.added(blocks.middle(innermost, conditions), residuals, way.size());
    x = up(x, conditions, controlled(way, residuals));
    x = nn.groupNorm(x, channels(0), config.normGroups(), config.normEps(), "conv_norm_out");
    Kernel last = Kernel.three("conv_out", channels(0), config.outChannels());
    x = nn.convolution(x.op("silu_"), last.forSide(blocks.side(0)));
    denoise.returns(nn.leave(x));
  }

  /** The skips plus the residuals, in the order in which the up path uses them. */
  private static Deque<Skip> controlled(List<Skip> way, Value residuals) {
    Deque<Skip> skips = new ArrayDeque<>();
    for (int i = 0; i < way.size(); i++) {
      Value sum = ControlNetModel.added(way.get(i).value(), residuals, i);
      skips.push(new Skip(sum, way.get(i).channels()));
    }
    return skips;
  }

  private Value up(Value x, Conditions conditions, Deque<Skip> skips) {
    for (int i = 0; i < config.levels(); i++) {
      x = up(x, conditions, i, skips);
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
      x = blocks.resnet(joined, conditions, width, channels(level), level, name, layer);
      x = blocks.transformer(x, conditions, level, config.upDepth(i, layer), name, layer);
    }
    return level > 0 ? upsample(x, skips.getFirst().value(), level, name) : x;
  }

  /** Upsamples to the size of the next skip, which is odd if down-sampling rounded up. */
  private Value upsample(Value x, Value skip, int level, String name) {
    Kernel kernel = Kernel.three(name + ".upsamplers.0.conv", channels(level), channels(level));
    return nn.convolutionOfDoubled(x, kernel, skip);
  }

  private int channels(int level) {
    return config.blockOutChannels().get(level);
  }
}
