package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.GeneratedFrame;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.Topics;
import inkflow.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the new frames of one session, each once. One thread at a time. */
final class FrameReader implements AutoCloseable {
  private final RecordCodec<GeneratedFrame> codec = RecordCodec.of(GeneratedFrame.class);
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final byte[] session;
  private long lastNumber = -1;

  /**
   * @param client settings of the consumer, where Kafka is among them
   */
  FrameReader(Map<String, Object> client, String session) {
    this.session = session.getBytes(UTF_8);
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.GENERATED_FRAMES).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
  }

  /** New frames; empty if none came within {@code limit}. */
  List<GeneratedFrame> poll(Duration limit) {
    List<GeneratedFrame> frames = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(limit)) {
      if (Arrays.equals(record.key(), session)) {
        GeneratedFrame frame = decode(record);
        // Frames are delivered at least once; a number not above the last one is a repeat.
        if (frame.getFrameNumber() > lastNumber) {
          lastNumber = frame.getFrameNumber();
          frames.add(frame);
        }
      }
    }
    return frames;
  }

  private GeneratedFrame decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return codec.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          record.topic() + "-" + record.partition() + " at offset " + record.offset(), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
