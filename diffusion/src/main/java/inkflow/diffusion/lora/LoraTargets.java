package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The modules of a model that an adapter can change: every linear layer, convolution and norm, by
 * part and name, with its weight's shape. Names in files are looked up here instead of being
 * parsed, because a {@code _} in them may stand for a dot or for itself.
 */
public final class LoraTargets {
  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  private final Map<ModelPart, Map<String, long[]>> modules = new EnumMap<>(ModelPart.class);
  private final Map<ModelPart, Map<String, long[]>> biases = new EnumMap<>(ModelPart.class);

  private LoraTargets() {}

  /**
   * The modules of these weights.
   *
   * @param unet under diffusers' names
   * @param textEncoders one, or two for SDXL; under CLIPTextModel's names
   */
  public static LoraTargets of(TensorMap unet, List<TensorMap> textEncoders) {
    LoraTargets targets = new LoraTargets();
    targets.add(ModelPart.UNET, unet);
    for (int i = 0; i < textEncoders.size(); i++) {
      ModelPart part = i == 0 ? ModelPart.TEXT_ENCODER : ModelPart.TEXT_ENCODER_2;
      targets.add(part, textEncoders.get(i));
    }
    return targets;
  }

  /**
   * Module names of a part with the shapes of their weights; empty if the model has no such part.
   */
  public Map<String, long[]> modules(ModelPart part) {
    return modules.getOrDefault(part, Map.of());
  }

  /** The shape of a module's bias, if it has one. */
  Optional<long[]> bias(ModelPart part, String module) {
    return Optional.ofNullable(biases.getOrDefault(part, Map.of()).get(module)).map(long[]::clone);
  }

  /** The shape of a module's weight: (out), (out, in) or (out, in, k, k). */
  public Optional<long[]> shape(ModelPart part, String module) {
    return Optional.ofNullable(modules(part).get(module)).map(long[]::clone);
  }

  private void add(ModelPart part, TensorMap tensors) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Map<String, long[]> vectors = new LinkedHashMap<>();
    for (TensorView tensor : tensors.all()) {
      long[] shape = tensor.shape();
      String name = tensor.name();
      boolean known = shape.length == 1 || shape.length == 2 || shape.length == 4;
      if (!known || name.contains("embeddings.")) {
        continue;
      }
      if (name.endsWith(WEIGHT)) {
        shapes.put(name.substring(0, name.length() - WEIGHT.length()), shape);
      } else if (name.endsWith(BIAS)) {
        vectors.put(name.substring(0, name.length() - BIAS.length()), shape);
      }
    }
    modules.put(part, Collections.unmodifiableMap(shapes));
    biases.put(part, vectors);
  }
}
