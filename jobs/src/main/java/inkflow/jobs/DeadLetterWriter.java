package inkflow.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.operators.records.DeadLetter;
import inkflow.operators.records.RawRecord;
import java.util.Arrays;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Writes the unreadable bytes unchanged, with the headers topic, partition, offset and reason in
 * UTF-8.
 */
final class DeadLetterWriter implements KafkaRecordSerializationSchema<DeadLetter> {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_REASON = 1000;

  /** Bytes reserved for key and headers in a record of the largest size. */
  private static final int ROOM = 1 << 16;

  private final String topic;
  private final int largestValue;

  /**
   * Writes to one topic.
   *
   * @param maxRecordBytes the topic's limit; longer values are truncated, and the header "length"
   *     has the original size
   */
  DeadLetterWriter(String topic, int maxRecordBytes) {
    this.topic = topic;
    this.largestValue = maxRecordBytes - ROOM;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, Long timestamp) {
    RawRecord record = letter.record();
    ProducerRecord<byte[], byte[]> out =
        new ProducerRecord<>(topic, cut(record.key(), ROOM / 2), cut(record.value(), largestValue));
    Headers headers = out.headers();
    headers.add("topic", record.topic().getBytes(UTF_8));
    headers.add("partition", String.valueOf(record.partition()).getBytes(UTF_8));
    headers.add("offset", String.valueOf(record.offset()).getBytes(UTF_8));
    headers.add("reason", shortened(letter.reason()).getBytes(UTF_8));
    if (record.value().length > largestValue) {
      headers.add("length", String.valueOf(record.value().length).getBytes(UTF_8));
    }
    return out;
  }

  private static byte[] cut(byte[] bytes, int most) {
    return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
  }

  private static String shortened(String reason) {
    return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
  }
}
