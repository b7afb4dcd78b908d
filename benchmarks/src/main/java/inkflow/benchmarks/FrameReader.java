package inkflow.benchmarks;

import inkflow.GeneratedFrame;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import inkflow.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads new records of {@code generated-frames}. One thread. */
final class FrameReader implements AutoCloseable {

  /** A frame and when it was read, in microseconds since 1970. */
  record Arrived(GeneratedFrame frame, long atMicros) {}

  private final RecordCodec<GeneratedFrame> codec = RecordCodec.of(GeneratedFrame.class);
  private final KafkaConsumer<byte[], byte[]> consumer;

  FrameReader(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", "500"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.GENERATED_FRAMES).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  List<Arrived> poll() {
    List<Arrived> arrived = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
      arrived.add(new Arrived(decode(record), micros(Instant.now())));
    }
    return arrived;
  }

  private GeneratedFrame decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return codec.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("generated-frames offset " + record.offset(), e);
    }
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
