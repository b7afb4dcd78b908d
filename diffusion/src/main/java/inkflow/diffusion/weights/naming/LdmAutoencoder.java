package inkflow.diffusion.weights.naming;

import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Maps autoencoder weights of older files to diffusers' current names. */
public final class LdmAutoencoder {
  private static final Pattern UP = Pattern.compile("decoder\\.up\\.(\\d+)\\.");

  /** Pieces of a name, replaced in this order. */
  private static final List<List<String>> PIECES =
      List.of(
          List.of("mid.block_1.", "mid_block.resnets.0."),
          List.of("mid.block_2.", "mid_block.resnets.1."),
          List.of("mid.attn_1.norm.", "mid_block.attentions.0.group_norm."),
          List.of("mid.attn_1.q.", "mid_block.attentions.0.to_q."),
          List.of("mid.attn_1.k.", "mid_block.attentions.0.to_k."),
          List.of("mid.attn_1.v.", "mid_block.attentions.0.to_v."),
          List.of("mid.attn_1.proj_out.", "mid_block.attentions.0.to_out.0."),
          List.of("encoder.down.", "encoder.down_blocks."),
          List.of(".block.", ".resnets."),
          List.of(".downsample.", ".downsamplers.0."),
          List.of(".upsample.", ".upsamplers.0."),
          List.of(".nin_shortcut.", ".conv_shortcut."),
          List.of("coder.norm_out.", "coder.conv_norm_out."));

  /** diffusers' own earlier names of the attention's layers. */
  private static final List<List<String>> FIRST_NAMES =
      List.of(
          List.of("attentions.0.query.", "attentions.0.to_q."),
          List.of("attentions.0.key.", "attentions.0.to_k."),
          List.of("attentions.0.value.", "attentions.0.to_v."),
          List.of("attentions.0.proj_attn.", "attentions.0.to_out.0."));

  private final int levels;

  /**
   * @param names of the autoencoder's tensors, without their common prefix
   */
  public LdmAutoencoder(Collection<String> names) {
    levels =
        names.stream()
            .map(UP::matcher)
            .filter(Matcher::lookingAt)
            .mapToInt(matcher -> Integer.parseInt(matcher.group(1)) + 1)
            .max()
            .orElse(0);
  }

  /** A tensor of a single-file checkpoint with its name and shape in diffusers. */
  public TensorView diffusers(TensorView tensor, String name) {
    String renamed = name;
    Matcher up = UP.matcher(name);
    if (up.lookingAt()) {
      int level = levels - 1 - Integer.parseInt(up.group(1));
      renamed = "decoder.up_blocks." + level + "." + name.substring(up.end());
    }
    return squeezed(tensor.as(replaced(renamed, PIECES)));
  }

  /** The tensors of a diffusers folder of any age, with current names. */
  public static TensorMap canonical(TensorMap tensors) {
    return new TensorMap(
        tensors.source(),
        tensors.all().stream()
            .map(tensor -> squeezed(tensor.as(replaced(tensor.name(), FIRST_NAMES))))
            .toList());
  }

  /** In older files attention consists of 1x1 convolutions. */
  private static TensorView squeezed(TensorView tensor) {
    long[] shape = tensor.shape();
    boolean attention = tensor.name().contains(".attentions.0.to_");
    return attention && shape.length == 4 ? tensor.reshape(shape[0], shape[1]) : tensor;
  }

  private static String replaced(String name, List<List<String>> pieces) {
    String replaced = name;
    for (List<String> piece : pieces) {
      replaced = replaced.replace(piece.get(0), piece.get(1));
    }
    return replaced;
  }
}
