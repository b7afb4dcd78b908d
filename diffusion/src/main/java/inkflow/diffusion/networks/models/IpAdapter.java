package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.models.CrossAttentions.Attention;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.TensorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * "IP-Adapter: Text Compatible Image Prompt Adapter" (arXiv 2308.06721): an image's embedding
 * becomes a few tokens, and each cross-attention of the UNet also attends to them, with separate
 * keys and values. These don't depend on the step, so they are computed once per picture.
 */
public final class IpAdapter {

  private final UNetConfig unet;
  private final int imageWidth;
  private final int tokens;
  private final Layers nn;

  /**
   * @param unet that it was trained for
   * @param tensors the adapter's; their shapes give the embedding's width and the number of tokens
   */
  public IpAdapter(UNetConfig unet, TensorMap tensors, Layers nn) {
    long[] projection = tensors.require("image_proj.proj.weight").shape();
    this.unet = unet;
    this.tokens = (int) projection[0] / unet.crossAttentionDim();
    this.imageWidth = projection.length < 2 ? 0 : (int) projection[1];
    this.nn = nn;
  }

  /**
   * Writes {@code tokens(w, embeddings)}, from image embeddings (n, images, width) to (n, images x
   * tokens, crossAttentionDim), and {@code keys_values(w, tokens, scales)}, from those and scales
   * (n) to the UNet's input: for each cross-attention its keys, then its values, already multiplied
   * by the scale. The attentions come in the order down, up, middle.
   */
  public void write() {
    FunctionWriter project = nn.script().method("tokens");
    Value embeddings = nn.enter(project.parameter("embeddings"));
    int width = unet.crossAttentionDim();
    Value wide = nn.linear(embeddings, imageWidth, tokens * width, true, "image_proj.proj");
    Value rows = wide.op("reshape", List.of(embeddings.size(0), -1, width));
    project.returns(nn.leave(nn.layerNorm(rows, width, 1e-5, "image_proj.norm")));

    FunctionWriter all = nn.script().method("keys_values");
    Value image = nn.enter(all.parameter("tokens"));
    Value scales = all.parameter("scales").op("reshape", new int[] {-1, 1, 1});
    List<Value> list = new ArrayList<>();
    int number = 1; // every second attention processor of the UNet is a cross-attention's
    for (Attention attention : CrossAttentions.wholeWay(unet)) {
      String name = "ip_adapter." + number + ".to_";
      list.add(nn.linear(image, width, attention.width(), false, name + "k_ip"));
      list.add(nn.linear(image, width, attention.width(), false, name + "v_ip").op("mul_", scales));
      number += 2;
    }
    all.returns(list);
  }

  /**
   * {@code text} plus the attention to the image's tokens; {@code text} alone if the list is empty.
   *
   * @param keysValues from {@code keys_values}
   * @param attention attention of the same queries to given keys and values
   */
  static Value added(
      UNetConfig unet, String name, Value text, Value keysValues, BinaryOperator<Value> attention) {
    FunctionWriter function = text.function();
    int at =
        2 * CrossAttentions.wholeWay(unet).stream().map(Attention::name).toList().indexOf(name);
    return function.choose(
        keysValues.op("len").op("gt", 0),
        () ->
            text.plus(
                attention.apply(
                    function.element(keysValues, at), function.element(keysValues, at + 1))),
        () -> text);
  }
}
