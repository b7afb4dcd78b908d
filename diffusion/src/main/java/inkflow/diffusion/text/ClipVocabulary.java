package inkflow.diffusion.text;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens with their ids, and a bounded cache of the ids of words. */
final class ClipVocabulary {
  private static final int REMEMBERED = 10_000;
  private static final int SHORT_WORD = 64;
  private static final String UNKNOWN = "<|endoftext|>";
  private static final String TOKENS = "vocab.json";
  private static final String MERGES = "merges.txt";

  /** Read on first use. */
  private static final class Standard {
    static final ClipVocabulary INSTANCE = read();

    private static ClipVocabulary read() {
      Class<?> beside = ClipVocabulary.class;
      Path name = Path.of(TOKENS);
      try (InputStream tokens = beside.getResourceAsStream(TOKENS);
          InputStream merges = beside.getResourceAsStream(MERGES)) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(merges, StandardCharsets.UTF_8));
        BytePairs pairs = new BytePairs(ranks(lines.lines().toList()));
        return new ClipVocabulary(name, ids(JsonFile.read(name, tokens)), pairs);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

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
    Path file = folder.resolve(TOKENS);
    return new ClipVocabulary(
        file, ids(JsonFile.read(file)), new BytePairs(ranks(lines(folder.resolve(MERGES)))));
  }

  /** CLIP's own, which comes with this library. */
  static ClipVocabulary standard() {
    return Standard.INSTANCE;
  }

  /** One more than the highest id. */
  int size() {
    return 1 + ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
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

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new InvalidModelException(file, "", "can't be read (expected: merges)", e);
    }
  }

  /** One merge a line, after a comment with the version. */
  private static Map<String, Integer> ranks(List<String> lines) {
    Map<String, Integer> ranks = new HashMap<>();
    for (String line : lines) {
      boolean comment = ranks.isEmpty() && line.startsWith("#version");
      if (!comment && !line.isBlank()) {
        ranks.putIfAbsent(line.stripTrailing(), ranks.size());
      }
    }
    return ranks;
  }
}
