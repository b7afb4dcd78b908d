package inkflow.diffusion.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Alphas stored outside the tensors: in PEFT's {@code adapter_config.json} beside the file, or in
 * diffusers' JSON in the header. Both have one number and exceptions per module.
 */
final class LoraAlphas {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER = "lora_adapter_metadata";

  private final Path file;
  private final JsonNode json;
  private final boolean prefixed;

  private LoraAlphas(Path file, JsonNode json, boolean prefixed) {
    this.file = file;
    this.json = json;
    this.prefixed = prefixed;
  }

  /** Reads the alphas beside or in the file; there may be none. */
  static LoraAlphas find(Path file, Map<String, String> header) {
    Path config = file.resolveSibling("adapter_config.json");
    if (header.containsKey(HEADER)) {
      return new LoraAlphas(file, parse(file, header.get(HEADER)), true);
    }
    boolean peft = String.valueOf(file.getFileName()).startsWith("adapter_model");
    if (peft && Files.exists(config)) {
      JsonFile json = JsonFile.read(config);
      json.only("peft_type", "LORA");
      return new LoraAlphas(config, json.node(), false);
    }
    return new LoraAlphas(file, MissingNode.getInstance(), false);
  }

  /** The factor of B A to use instead of alpha / rank; empty if not specified. */
  OptionalDouble scale(ModelPart part, String module, int rank) {
    JsonNode alpha = pattern(get(part, "alpha_pattern"), module);
    if (alpha.isMissingNode()) {
      alpha = get(part, "lora_alpha");
    }
    if (!alpha.isNumber()) {
      return OptionalDouble.empty();
    }
    boolean rootOfRank = get(part, "use_rslora").asBoolean();
    return OptionalDouble.of(alpha.asDouble() / (rootOfRank ? Math.sqrt(rank) : rank));
  }

  /** All alphas given. */
  SortedSet<Double> all() {
    SortedSet<Double> alphas = new TreeSet<>();
    for (ModelPart part : ModelPart.values()) {
      List<JsonNode> said = new ArrayList<>(List.of(get(part, "lora_alpha")));
      get(part, "alpha_pattern").forEach(said::add);
      said.stream().filter(JsonNode::isNumber).forEach(alpha -> alphas.add(alpha.asDouble()));
    }
    return alphas;
  }

  private JsonNode get(ModelPart part, String key) {
    return json.path(prefixed ? part.folder() + "." + key : key);
  }

  /** Finds the pattern that equals a module's path or the end of it. */
  private static JsonNode pattern(JsonNode patterns, String module) {
    for (Map.Entry<String, JsonNode> pattern : patterns.properties()) {
      if (module.equals(pattern.getKey()) || module.endsWith("." + pattern.getKey())) {
        return pattern.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode parse(Path file, String text) {
    try {
      return JsonFile.of(file, JSON.readTree(text)).node();
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(file, HEADER, "not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
