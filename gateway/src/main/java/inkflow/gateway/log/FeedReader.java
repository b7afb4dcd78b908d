package inkflow.gateway.log;

import inkflow.workers.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * One run of the feed: one consumer, from its assignment until it fails or is stopped. Feed thread
 * only.
 */
final class FeedReader {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PARTITION_DISCOVERY = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final List<String> topics;
  private final FeedPositions positions;
  private final FeedSigns signs;
  private final Metric fetches;
  private double fetchesSeen;

  FeedReader(
      Consumer<byte[], byte[]> consumer,
      List<String> topics,
      FeedPositions positions,
      FeedSigns signs) {
    this.consumer = consumer;
    this.topics = topics;
    this.positions = positions;
    this.signs = signs;
    this.fetches = fetchesOf(consumer);
  }

  /** The consumer's count of answered fetches, including empty ones. */
  private static Metric fetchesOf(Consumer<?, ?> consumer) {
    return consumer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("fetch-total"))
        .filter(metric -> metric.getKey().group().equals("consumer-fetch-manager-metrics"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Waits until all topics exist and assigns their partitions.
   *
   * @throws IllegalStateException if a topic is missing after {@code longest}
   */
  void assign(Duration longest, Progress progress) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!progress.stopping() && !assignNewPartitions()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("topics missing after " + longest.toSeconds() + " s");
      }
      Thread.sleep(RETRY.toMillis());
    }
  }

  void read(
      Progress progress, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> deliver) {
    long nextDiscovery = System.nanoTime() + PARTITION_DISCOVERY.toNanos();
    while (!progress.stopping()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        // Before delivering: a record that can't be delivered must not fail every restart.
        positions.delivered(
            new TopicPartition(record.topic(), record.partition()), record.offset());
        deliver.accept(record);
      }
      noteSigns(!records.isEmpty());
      if (System.nanoTime() > nextDiscovery) {
        nextDiscovery = System.nanoTime() + PARTITION_DISCOVERY.toNanos();
        assignNewPartitions();
      }
    }
  }

  private void noteSigns(boolean hadRecords) {
    double answered = (double) fetches.metricValue();
    if (hadRecords || answered > fetchesSeen) {
      fetchesSeen = answered;
      signs.answered();
    }
    signs.lag(
        consumer.assignment().stream()
            .map(consumer::currentLag)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .sum());
  }

  /** Assigns new partitions and seeks to their start positions; false if a topic is missing. */
  private boolean assignNewPartitions() {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic);
      signs.answered();
      if (partitions == null || partitions.isEmpty()) {
        return false;
      }
      partitions.forEach(p -> all.add(new TopicPartition(topic, p.partition())));
    }
    List<TopicPartition> fresh = new ArrayList<>(all);
    fresh.removeAll(consumer.assignment());
    if (!fresh.isEmpty()) {
      consumer.assign(all);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(fresh);
      Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
      fresh.forEach(p -> consumer.seek(p, positions.startOf(p, begins.get(p), ends.get(p))));
    }
    return true;
  }
}
