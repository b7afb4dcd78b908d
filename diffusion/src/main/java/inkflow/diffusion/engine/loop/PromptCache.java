package inkflow.diffusion.engine.loop;

import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.model.LoadedLoras;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Embeddings of the prompts used last. One prompt has as many as there are mixes of LoRAs that
 * change text encoders. Any thread.
 */
public final class PromptCache {
  private record Key(LoraMix mix, String prompt) {}

  private static final long MOST_BYTES = 256L << 20;

  private final int capacity;
  private final Map<Key, Embedding> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param capacity most prompts kept, in 256 MiB together at most; the one unused for longest goes
   *     first
   */
  public PromptCache(int capacity) {
    this.capacity = capacity;
  }

  /**
   * All of them, in order, or nothing when one isn't known.
   *
   * @param mix as {@link LoadedLoras#textPart} gives it, here as everywhere
   */
  public synchronized Optional<List<Embedding>> all(LoraMix mix, List<String> prompts) {
    List<Embedding> found = new ArrayList<>();
    for (String prompt : prompts) {
      Embedding embedding = entries.get(new Key(mix, prompt));
      if (embedding == null) {
        return Optional.empty();
      }
      found.add(embedding);
    }
    return Optional.of(found);
  }

  synchronized void put(LoraMix mix, String prompt, Embedding embedding) {
    Embedding before = entries.put(new Key(mix, prompt), embedding);
    bytes += embedding.bytes() - (before == null ? 0 : before.bytes());
    Iterator<Embedding> oldestFirst = entries.values().iterator();
    while (entries.size() > capacity || bytes > MOST_BYTES) {
      bytes -= oldestFirst.next().bytes();
      oldestFirst.remove();
    }
  }

  synchronized boolean knows(LoraMix mix, String prompt) {
    return entries.containsKey(new Key(mix, prompt));
  }
}
