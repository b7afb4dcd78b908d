package inkflow.diffusion.text;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.weights.InvalidModelException;
import inkflow.diffusion.weights.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens with their ids, and the ids of words, remembered while there are not too many. */
final class ClipVocabulary {
  private static final int REMEMBERED = 10_000;
  private static final int SHORT_WORD = 64;
  private static final String UNKNOWN = "<|endoftext|>";

  private final Path file;
  private final Map<String, Integer> ids;
  private final BytePairs pairs;
  private final Map<String, List<Integer>> words = new ConcurrentHashMap<>();

  private ClipVocabulary(Path file, Map<String, Integer> ids, BytePairs pairs) {
    this.file = file;
    this.ids = ids;
    this.pairs = pairs;
  }

  /** Reads {@code vocab.json} and {@code merges.txt}. */
  static ClipVocabulary read(Path folder) {
    Path file = folder.resolve("vocab.json");
    return new ClipVocabulary(
        file, ids(JsonFile.read(file)), new BytePairs(ranks(folder.resolve("merges.txt"))));
  }

  /** The id of a token that must be there. */
  int id(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new InvalidModelException(file, token, "missing (expected: a token)");
    }
    return id;
  }

  /** The ids of a word; tokens that the vocabulary lacks become the unknown token. */
  List<Integer> ids(String word) {
    List<Integer> known = words.get(word);
    if (known != null) {
      return known;
    }
    int unknown = id(UNKNOWN);
    List<Integer> found =
        pairs.split(word).stream().map(token -> ids.getOrDefault(token, unknown)).toList();
    if (words.size() < REMEMBERED && word.length() <= SHORT_WORD) {
      words.put(word, found);
    }
    return found;
  }

  private static Map<String, Integer> ids(JsonFile json) {
    Map<String, Integer> ids = new HashMap<>();
    for (Map.Entry<String, JsonNode> token : json.node().properties()) {
      if (!token.getValue().isInt() || token.getValue().asInt() < 0) {
        throw json.fault(token.getKey(), token.getValue(), "an id");
      }
      ids.put(token.getKey(), token.getValue().asInt());
    }
    return ids;
  }

  /** One merge a line, after a comment with the version. */
  private static Map<String, Integer> ranks(Path file) {
    try {
      Map<String, Integer> ranks = new HashMap<>();
      for (String line : Files.readAllLines(file)) {
        boolean comment = ranks.isEmpty() && line.startsWith("#version");
        if (!comment && !line.isBlank()) {
          ranks.putIfAbsent(line.stripTrailing(), ranks.size());
        }
      }
      return ranks;
    } catch (IOException e) {
      throw new InvalidModelException(file, "", "can't be read (expected: merges)", e);
    }
  }
}
