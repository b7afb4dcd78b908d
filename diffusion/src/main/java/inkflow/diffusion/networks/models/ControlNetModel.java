package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Kernel;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.layers.Pictures;
import inkflow.diffusion.networks.models.CrossAttentions.Attention;
import inkflow.diffusion.networks.models.UNetBlocks.Conditions;
import inkflow.diffusion.networks.models.UNetBlocks.Skip;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.file.TensorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * "Adding Conditional Control to Text-to-Image Diffusion Models" (arXiv 2302.05543), as diffusers'
 * ControlNetModel lays it out: a copy of the UNet's down blocks and middle that also takes a
 * picture. Its outputs go through 1x1 convolutions, initialised with zeros, and are added to the
 * UNet's skips and middle.
 */
public final class ControlNetModel {
  private static final String LIST = "List[Tensor]";
  private static final String DOWN = "controlnet_down_blocks.";

  private final ControlNetConfig config;
  private final Layers nn;
  private final UNetBlocks blocks;

  public ControlNetModel(ControlNetConfig config, Layers nn) {
    this.config = config;
    this.nn = nn;
    this.blocks = new UNetBlocks(config.encoder(), nn);
  }

  /**
   * Writes {@code residuals(w, latent, timesteps, context, extras, picture, scales, others)}. The
   * first four are as for a UNet; of the latent only the first channels are used; picture (n,
   * channels, height, width) in [0, 1]; scales (n), or (n, residuals) for one of each; others
   * another ControlNet's residuals to add to, or an empty list. Returns one tensor per skip,
   * outermost first, and one for the middle, in the type of the arithmetic. And {@code
   * residuals_rgb} for pictures as bytes (n, height, width, 3).
   */
  public void write() {
    writeMethod("residuals", "picture", picture -> picture);
    writeMethod("residuals_rgb", "rgb", Pictures::unitPlanes);
    writeFunction();
    new TimeEmbedding(config.encoder(), nn).write();
  }

  private void writeMethod(String name, String picture, UnaryOperator<Value> entering) {
    FunctionWriter method = nn.script().method(name);
    Value latent = method.parameter("latent");
    Value timesteps = method.parameter("timesteps");
    Value context = method.parameter("context");
    Value extras = method.parameter("extras", LIST);
    Value unit = entering.apply(method.parameter(picture));
    Value scales = method.parameter("scales");
    Value others = method.parameter("others", LIST);
    Value residuals =
        method.call("control", latent, timesteps, context, extras, unit, scales, others);
    method.returnsList(residuals);
  }

  private void writeFunction() {
    FunctionWriter control = nn.script().function("control");
    Value latent = control.parameter("latent");
    Value timesteps = control.parameter("timesteps");
    Value context = control.parameter("context");
    Value extras = control.parameter("extras", LIST);
    Value picture = control.parameter("picture");
    Value given = control.parameter("scales");
    Value others = control.parameter("others", LIST);
    Map<String, Integer> resnets = TimeShifts.wayDown(config.encoder());
    List<Attention> attentions = CrossAttentions.wayDown(config.encoder());
    Conditions conditions =
        new Conditions(
            new TimeShifts(blocks.timeShifts(timesteps, extras, resnets), resnets),
            new TextKeys(blocks.textKeys(context, attentions), attentions),
            control.noTensors());
    Value seen = latent.op("narrow", 1, 0, config.encoder().inChannels());
    Value x = blocks.first(seen).plus(embedded(picture));
    List<Skip> way = blocks.down(x, conditions);
    Skip innermost = way.get(way.size() - 1);
    Value scales =
        given
            .op("reshape", List.of(latent.size(0), -1))
            .op("expand", List.of(latent.size(0), way.size() + 1));
    List<Value> residuals = new ArrayList<>();
    for (int i = 0; i < way.size(); i++) {
      residuals.add(residual(way.get(i), DOWN + i, column(scales, i)));
    }
    Skip middle = new Skip(blocks.middle(innermost.value(), conditions), innermost.channels());
    residuals.add(residual(middle, "controlnet_mid_block", column(scales, way.size())));
    for (int i = 0; i < residuals.size(); i++) {
      residuals.set(i, added(residuals.get(i), others, i));
    }
    control.returns(residuals);
  }

  /**
   * The number of residuals of a ControlNet with these weights: one for each skip, and one more.
   */
  public static int residuals(TensorMap tensors) {
    long skips =
        tensors.all().stream()
            .filter(tensor -> tensor.name().startsWith(DOWN) && tensor.name().endsWith(".weight"))
            .count();
    return Math.toIntExact(skips + 1);
  }

  private static Value column(Value scales, int residual) {
    return scales.op("narrow", 1, residual, 1).op("reshape", new int[] {-1, 1, 1, 1});
  }

  private Value residual(Skip of, String name, Value scales) {
    Value projected = nn.convolution(of.value(), Kernel.one(name, of.channels(), of.channels()));
    return projected.op("mul_", scales);
  }

  /** A small network from the picture to the latent's size and the first level's channels. */
  private Value embedded(Value picture) {
    List<Integer> channels = config.embeddingChannels();
    String name = "controlnet_cond_embedding.";
    Value x = nn.enterPicture(config.blueFirst() ? picture.op("flip", new int[] {1}) : picture);
    Kernel in = Kernel.three(name + "conv_in", config.pictureChannels(), channels.get(0));
    x = nn.convolution(x, in).op("silu");
    for (int i = 0; i + 1 < channels.size(); i++) {
      String same = name + "blocks." + 2 * i;
      x = nn.convolution(x, Kernel.three(same, channels.get(i), channels.get(i))).op("silu");
      String half = name + "blocks." + (2 * i + 1);
      Kernel down = Kernel.three(half, channels.get(i), channels.get(i + 1)).withStride(2);
      x = nn.convolution(x, down).op("silu");
    }
    int last = channels.get(channels.size() - 1);
    int width = config.encoder().blockOutChannels().get(0);
    return nn.convolution(x, Kernel.three(name + "conv_out", last, width));
  }

  /** {@code x} plus one of a list of residuals; {@code x} itself if the list is empty. */
  static Value added(Value x, Value residuals, int index) {
    FunctionWriter function = x.function();
    return function.choose(
        residuals.op("len").op("gt", 0), () -> x.plus(function.element(residuals, index)), () -> x);
  }
}
