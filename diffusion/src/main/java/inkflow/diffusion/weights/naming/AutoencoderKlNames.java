package inkflow.diffusion.weights.naming;

import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.util.Map;

/** AutoencoderKL weights under one set of names: the first releases call attention otherwise. */
public final class AutoencoderKlNames {
  private static final String ATTENTION = ".mid_block.attentions.0.";
  private static final Map<String, String> TODAY =
      Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

  private AutoencoderKlNames() {}

  /** With today's names; tensors of other networks stay as they are. */
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
