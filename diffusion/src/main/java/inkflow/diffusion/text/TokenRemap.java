package inkflow.diffusion.text;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * For a model with a part of CLIP's vocabulary and its own ids: {@code remap.json} lists the CLIP
 * id of each of them. Unlisted ids become the unknown token.
 */
final class TokenRemap {
  private final Map<Integer, Integer> small = new HashMap<>();
  private final int size;
  private final int start;
  private final int end;
  private final int unknown;

  private TokenRemap(JsonFile json) {
    JsonNode ids = json.node().path("ids");
    if (!ids.isArray() || ids.isEmpty()) {
      throw json.fault("ids", ids, "a list of CLIP ids");
    }
    for (int i = 0; i < ids.size(); i++) {
      small.putIfAbsent(ids.get(i).asInt(-1), i);
    }
    size = ids.size();
    start = id(json, "bos", ids.size());
    end = id(json, "eos", ids.size());
    unknown = id(json, "unk", ids.size());
  }

  /**
   * The folder's remap, if it has one.
   *
   * @throws InvalidModelException when the file is there and broken
   */
  static Optional<TokenRemap> find(Path folder) {
    Path file = folder.resolve("remap.json");
    return Files.exists(file) ? Optional.of(new TokenRemap(JsonFile.read(file))) : Optional.empty();
  }

  /** Number of small ids. */
  int size() {
    return size;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The model's id for a CLIP id. */
  int small(int clipId) {
    return small.getOrDefault(clipId, unknown);
  }

  private static int id(JsonFile json, String key, int count) {
    JsonNode value = json.node().path(key);
    if (!value.isInt() || value.asInt() < 0 || value.asInt() >= count) {
      throw json.fault(key, value, "an id from 0 to " + (count - 1));
    }
    return value.asInt();
  }
}
