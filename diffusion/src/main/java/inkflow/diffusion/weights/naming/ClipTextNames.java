package inkflow.diffusion.weights.naming;

import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives CLIP text weights uniform names. Older libraries write {@code text_model.encoder...} and
 * the constant {@code position_ids}; newer ones write neither.
 */
public final class ClipTextNames {
  private static final String PREFIX = "text_model.";
  private static final String PROJECTION = "text_projection.weight";

  private ClipTextNames() {}

  /** With the prefix, without constants. */
  public static TensorMap canonical(TensorMap tensors) {
    List<TensorView> renamed = new ArrayList<>();
    for (TensorView tensor : tensors.all()) {
      String name = tensor.name();
      if (!name.endsWith("embeddings.position_ids")) {
        boolean bare = !name.startsWith(PREFIX) && !name.equals(PROJECTION);
        renamed.add(bare ? tensor.as(PREFIX + name) : tensor);
      }
    }
    return new TensorMap(tensors.source(), renamed);
  }
}
