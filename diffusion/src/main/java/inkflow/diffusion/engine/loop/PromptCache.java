package inkflow.diffusion.engine.loop;

import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.model.LoadedLoras;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Caches the embeddings of recent prompts, by prompt and by the part of the LoRA mix that changes
 * text encoders. Any thread.
 */
public final class PromptCache {
  private record Key(LoraMix mix, EncoderTexts texts) {}

  private static final long MOST_BYTES = 256L << 20;

  private final int capacity;
  private final Map<Key, Embedding> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param capacity most embeddings kept, and at most 256 MiB together; the least recently used is
   *     evicted first
   */
  public PromptCache(int capacity) {
    this.capacity = capacity;
  }

  /**
   * The embeddings of all prompts, in order; empty if one is not cached.
   *
   * @param mix from {@link LoadedLoras#textPart}
   */
  public synchronized Optional<List<Embedding>> all(LoraMix mix, List<EncoderTexts> prompts) {
    List<Embedding> found = new ArrayList<>();
    for (EncoderTexts prompt : prompts) {
      Embedding embedding = entries.get(new Key(mix, prompt));
      if (embedding == null) {
        return Optional.empty();
      }
      found.add(embedding);
    }
    return Optional.of(found);
  }

  synchronized void put(LoraMix mix, EncoderTexts prompt, Embedding embedding) {
    Embedding before = entries.put(new Key(mix, prompt), embedding);
    bytes += embedding.bytes() - (before == null ? 0 : before.bytes());
    Iterator<Embedding> oldestFirst = entries.values().iterator();
    while (entries.size() > capacity || bytes > MOST_BYTES) {
      bytes -= oldestFirst.next().bytes();
      oldestFirst.remove();
    }
  }

  synchronized boolean knows(LoraMix mix, EncoderTexts prompt) {
    return entries.containsKey(new Key(mix, prompt));
  }
}
