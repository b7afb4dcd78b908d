package inkflow.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, for tests that wait for a record. */
public final class TopicReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

  public TopicReader(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Waits for the first record, old or new, that decodes and matches. */
  public <T> T await(
      String what,
      Duration limit,
      Function<ConsumerRecord<byte[], byte[]>, T> read,
      Predicate<T> wanted) {
    List<ConsumerRecord<byte[], byte[]>> unread = new ArrayList<>(seen);
    Instant end = Instant.now().plus(limit);
    while (true) {
      for (ConsumerRecord<byte[], byte[]> record : unread) {
        T value = read.apply(record);
        if (wanted.test(value)) {
          return value;
        }
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            what + " did not come within " + limit + "; " + seen.size() + " records did");
      }
      unread = poll(Duration.ofMillis(100));
    }
  }

  /** All records until none has come for {@code quiet}. */
  List<ConsumerRecord<byte[], byte[]>> untilQuiet(Duration quiet) {
    Instant last = Instant.now();
    while (Duration.between(last, Instant.now()).compareTo(quiet) < 0) {
      if (!poll(Duration.ofMillis(100)).isEmpty()) {
        last = Instant.now();
      }
    }
    return List.copyOf(seen);
  }

  private List<ConsumerRecord<byte[], byte[]>> poll(Duration limit) {
    List<ConsumerRecord<byte[], byte[]>> fresh = new ArrayList<>();
    consumer.poll(limit).forEach(fresh::add);
    seen.addAll(fresh);
    return fresh;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
