package inkflow.gateway.log;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Next offset to read in each partition. A partition that is new starts at its end, or some records
 * earlier if its topic is backfilled. Feed thread only.
 */
final class FeedPositions {
  private final Map<String, Integer> backfill;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /**
   * @param backfill how many records of each partition are read at start, by topic; none where a
   *     topic is missing
   */
  FeedPositions(Map<String, Integer> backfill) {
    this.backfill = backfill;
  }

  void delivered(TopicPartition partition, long offset) {
    next.put(partition, offset + 1);
  }

  /** Offset to seek to: the next one, or the first available one if that is gone. */
  long startOf(TopicPartition partition, long begin, long end) {
    long start = known(partition, end).orElse(firstOf(partition, end));
    next.put(partition, Math.max(begin, start));
    return next.get(partition);
  }

  /**
   * If the log ends before the known position, the topic was recreated and all its records are new.
   */
  private OptionalLong known(TopicPartition partition, long end) {
    Long position = next.get(partition);
    if (position == null) {
      return OptionalLong.empty();
    }
    return position <= end ? OptionalLong.of(position) : OptionalLong.of(0);
  }

  private long firstOf(TopicPartition partition, long end) {
    return end - backfill.getOrDefault(partition.topic(), 0);
  }
}
