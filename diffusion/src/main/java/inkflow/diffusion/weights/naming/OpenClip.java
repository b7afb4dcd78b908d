package inkflow.diffusion.weights.naming;

import inkflow.diffusion.weights.file.TensorView;
import java.util.List;

/**
 * Maps OpenCLIP's text weights to CLIPTextModel's names. OpenCLIP's query, key and value are one
 * matrix, split here without a copy; its projection is transposed.
 */
public final class OpenClip {
  private static final List<List<String>> PIECES =
      List.of(
          List.of("transformer.resblocks.", "text_model.encoder.layers."),
          List.of(".ln_1.", ".layer_norm1."),
          List.of(".ln_2.", ".layer_norm2."),
          List.of(".mlp.c_fc.", ".mlp.fc1."),
          List.of(".mlp.c_proj.", ".mlp.fc2."),
          List.of(".attn.", ".self_attn."),
          List.of("token_embedding.weight", "text_model.embeddings.token_embedding.weight"),
          List.of("positional_embedding", "text_model.embeddings.position_embedding.weight"),
          List.of("ln_final.", "text_model.final_layer_norm."));

  private OpenClip() {}

  /**
   * The tensors that an OpenCLIP tensor corresponds to; none for a constant.
   *
   * @param name without the common prefix
   */
  public static List<TensorView> transformers(TensorView tensor, String name) {
    if (name.equals("logit_scale")) {
      return List.of();
    }
    if (name.equals("text_projection")) {
      return List.of(tensor.transpose().as("text_projection.weight"));
    }
    String renamed = name;
    for (List<String> piece : PIECES) {
      renamed = renamed.replace(piece.get(0), piece.get(1));
    }
    int joint = renamed.indexOf("in_proj_");
    return joint < 0
        ? List.of(tensor.as(renamed))
        : split(tensor, renamed.substring(0, joint), renamed.substring(joint + 8));
  }

  private static List<TensorView> split(TensorView tensor, String module, String kind) {
    int width = Math.toIntExact(tensor.shape()[0] / 3);
    return List.of(
        tensor.rows(0, width).as(module + "q_proj." + kind),
        tensor.rows(width, 2 * width).as(module + "k_proj." + kind),
        tensor.rows(2 * width, 3 * width).as(module + "v_proj." + kind));
  }
}
