package inkflow.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.operators.DeadLetter;
import inkflow.operators.RawRecord;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** The bytes as they came; headers topic, partition, offset and reason, in UTF-8, say the rest. */
final class DeadLetterWriter implements KafkaRecordSerializationSchema<DeadLetter> {
  private static final long serialVersionUID = 1L;
  private final String topic;

  DeadLetterWriter(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, Long timestamp) {
    RawRecord record = letter.record();
    ProducerRecord<byte[], byte[]> out = new ProducerRecord<>(topic, record.key(), record.value());
    Headers headers = out.headers();
    headers.add("topic", record.topic().getBytes(UTF_8));
    headers.add("partition", String.valueOf(record.partition()).getBytes(UTF_8));
    headers.add("offset", String.valueOf(record.offset()).getBytes(UTF_8));
    headers.add("reason", letter.reason().getBytes(UTF_8));
    return out;
  }
}
