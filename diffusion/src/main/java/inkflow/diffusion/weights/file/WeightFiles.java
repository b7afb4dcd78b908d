package inkflow.diffusion.weights.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the weights in a component's folder under the names that libraries write: {@code
 * STEM.safetensors}, its shards with {@code STEM.safetensors.index.json}, or either of a variant
 * ({@code STEM.fp16.safetensors}). The full-precision file is preferred.
 */
public final class WeightFiles {
  private static final List<String> VARIANTS = List.of("fp16", "bf16", "fp32", "ema", "non_ema");

  private WeightFiles() {}

  /**
   * @param stem {@code diffusion_pytorch_model} (diffusers) or {@code model} (transformers)
   */
  public static TensorMap read(Path folder, String stem) {
    for (String name : candidates(stem)) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        return name.endsWith(".json") ? shards(folder, file) : single(file);
      }
    }
    throw new InvalidModelException(
        folder, stem + ".safetensors", "missing (expected: this file" + present(folder) + ")");
  }

  private static List<String> candidates(String stem) {
    List<String> names = new ArrayList<>();
    names.add(stem + ".safetensors");
    names.add(stem + ".safetensors.index.json");
    for (String variant : VARIANTS) {
      names.add(stem + "." + variant + ".safetensors");
      names.add(stem + ".safetensors.index." + variant + ".json");
      names.add(stem + "." + variant + ".safetensors.index.json");
    }
    return names;
  }

  private static TensorMap single(Path file) {
    return new TensorMap(file, SafetensorsFile.open(file).tensors().values());
  }

  private static TensorMap shards(Path folder, Path index) {
    Map<String, SafetensorsFile> files = new TreeMap<>();
    List<TensorView> tensors = new ArrayList<>();
    Iterable<Map.Entry<String, JsonNode>> weights =
        () -> JsonFile.read(index).child("weight_map").fields();
    for (Map.Entry<String, JsonNode> weight : weights) {
      String shard = weight.getValue().asText();
      if (!shard.endsWith(".safetensors") || shard.contains("/") || shard.contains("\\")) {
        throw new InvalidModelException(
            index, weight.getKey(), shard + " (expected: a safetensors file beside the index)");
      }
      SafetensorsFile file =
          files.computeIfAbsent(shard, name -> SafetensorsFile.open(folder.resolve(name)));
      TensorView tensor = file.tensors().get(weight.getKey());
      if (tensor == null) {
        throw new InvalidModelException(
            file.path(),
            weight.getKey(),
            "missing (expected: as " + index.getFileName() + " says)");
      }
      tensors.add(tensor);
    }
    return new TensorMap(index, tensors);
  }

  /** What the folder has instead, for the error message: often only a pickle file. */
  private static String present(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      TreeSet<String> names = new TreeSet<>();
      files.limit(20).forEach(file -> names.add(String.valueOf(file.getFileName())));
      return names.isEmpty() ? "; the folder is empty" : "; there is " + String.join(", ", names);
    } catch (IOException e) {
      return "; the folder can't be read";
    }
  }
}
