package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which models an adapter is for, determined by the width of the text states in its
 * cross-attention. All fine-tunes of a family share this number, and no other family has it.
 */
final class LoraFamily {
  private static final Map<Long, String> KNOWN = Map.of(768L, "SD1.5", 1024L, "SD2", 2048L, "SDXL");

  private LoraFamily() {}

  /**
   * Refuses an adapter if none of its cross-attention has the model's width.
   *
   * @throws InvalidModelException that names the family of each
   */
  static void requireSame(Path file, Map<String, TensorView> adapter, LoraTargets model) {
    Set<Long> widths = new TreeSet<>();
    List<String> stems = new ArrayList<>();
    for (TensorView tensor : adapter.values()) {
      LoraKey.parse(tensor.name(), adapter.keySet())
          .filter(key -> key.role() == LoraKey.Role.DOWN && readsText(key.stem()))
          .filter(key -> tensor.shape().length > 1)
          .ifPresent(
              key -> {
                widths.add(tensor.shape()[1]);
                stems.add(key.stem());
              });
    }
    Optional<Long> own = width(model);
    if (stems.size() > 1 && widths.size() == 1 && own.isPresent() && !widths.contains(own.get())) {
      throw new InvalidModelException(
          file,
          stems.get(0),
          "the adapter is for another architecture than the model: its cross-attention reads text of width "
              + named(widths.iterator().next())
              + " (expected: "
              + named(own.get())
              + ")");
    }
  }

  private static Optional<Long> width(LoraTargets model) {
    return model.modules(ModelPart.UNET).entrySet().stream()
        .filter(module -> readsText(module.getKey()))
        .map(module -> module.getValue()[1])
        .findFirst();
  }

  private static boolean readsText(String module) {
    return module.contains("attn2") && (module.contains("to_k") || module.contains("to_v"));
  }

  private static String named(long width) {
    return KNOWN.containsKey(width) ? width + ", as " + KNOWN.get(width) + " has" : "" + width;
  }
}
