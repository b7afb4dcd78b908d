package inkflow.diffusion.weights.naming;

import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.util.Map;

/**
 * Gives AutoencoderKL weights their current names: the first releases have other names for
 * attention.
 */
public final class AutoencoderKlNames {
  private static final String ATTENTION = ".mid_block.attentions.0.";
  private static final Map<String, String> TODAY =
      Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

  private AutoencoderKlNames() {}

  /** With current names; tensors of other networks are unchanged. */
  public static TensorMap canonical(TensorMap tensors) {
    return new TensorMap(
        tensors.source(), tensors.all().stream().map(AutoencoderKlNames::renamed).toList());
  }

  private static TensorView renamed(TensorView tensor) {
    String name = tensor.name();
    int module = name.indexOf(ATTENTION) + ATTENTION.length();
    boolean coder = name.startsWith("encoder.") || name.startsWith("decoder.");
    int end = name.lastIndexOf('.');
    if (!coder || module < ATTENTION.length() || end < module) {
      return tensor;
    }
    String today = TODAY.get(name.substring(module, end));
    return today == null
        ? tensor
        : tensor.as(name.substring(0, module) + today + name.substring(end));
  }
}
