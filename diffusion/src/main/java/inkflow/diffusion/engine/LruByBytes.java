package inkflow.diffusion.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Values made on demand, of which those used last are kept up to a number of bytes. What goes is
 * closed; the one asked for last always stays. One thread.
 */
final class LruByBytes<K, V extends AutoCloseable> implements AutoCloseable {
  private final long maxBytes;
  private final Function<K, V> maker;
  private final ToLongFunction<V> bytes;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long total;

  LruByBytes(long maxBytes, Function<K, V> maker, ToLongFunction<V> bytes) {
    this.maxBytes = maxBytes;
    this.maker = maker;
    this.bytes = bytes;
  }

  /** The value, valid until the next call. */
  V get(K key) {
    V value = values.get(key);
    if (value == null) {
      value = maker.apply(key);
      values.put(key, value);
      total += bytes.applyAsLong(value);
      evict();
    }
    return value;
  }

  private void evict() {
    Iterator<V> oldestFirst = values.values().iterator();
    while (total > maxBytes && values.size() > 1) {
      V oldest = oldestFirst.next();
      oldestFirst.remove();
      total -= bytes.applyAsLong(oldest);
      close(oldest);
    }
  }

  long bytes() {
    return total;
  }

  private static void close(AutoCloseable value) {
    try {
      value.close();
    } catch (Exception e) {
      throw new IllegalStateException("a value could not be freed", e);
    }
  }

  @Override
  public void close() {
    values.values().forEach(LruByBytes::close);
    values.clear();
    total = 0;
  }
}
