package inkflow.diffusion.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Embeddings of the prompts used last. Any thread. */
final class PromptCache {
  private final Map<String, Embedding> entries;

  /**
   * @param capacity most prompts kept; the one unused for longest goes first
   */
  PromptCache(int capacity) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Embedding> eldest) {
            return size() > capacity;
          }
        };
  }

  /** All of them, in order, or nothing when one isn't known. */
  synchronized Optional<List<Embedding>> all(List<String> prompts) {
    List<Embedding> found = new ArrayList<>();
    for (String prompt : prompts) {
      Embedding embedding = entries.get(prompt);
      if (embedding == null) {
        return Optional.empty();
      }
      found.add(embedding);
    }
    return Optional.of(found);
  }

  synchronized void put(String prompt, Embedding embedding) {
    entries.put(prompt, embedding);
  }

  synchronized boolean knows(String prompt) {
    return entries.containsKey(prompt);
  }
}
