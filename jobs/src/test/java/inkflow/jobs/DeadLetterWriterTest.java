package inkflow.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.operators.records.DeadLetter;
import inkflow.operators.records.RawRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterWriterTest {
  private static final int MAX_RECORD = 1 << 20;
  private final DeadLetterWriter writer = new DeadLetterWriter("dead-letters", MAX_RECORD);

  @Test
  void bytesAreKeptAsTheyCame() {
    var written = write(new byte[] {1, 2, 3}, "no marker");
    assertThat(written.value()).containsExactly(1, 2, 3);
    assertThat(header(written, "partition")).isEqualTo("1");
    assertThat(header(written, "offset")).isEqualTo("7");
    assertThat(header(written, "reason")).isEqualTo("no marker");
    assertThat(written.headers().lastHeader("length")).isNull();
  }

  @Test
  void valueThatWouldNotFitBesideItsHeadersIsCut() {
    var written = write(new byte[MAX_RECORD], "x".repeat(100_000));
    assertThat(written.value()).hasSizeLessThan(MAX_RECORD);
    assertThat(header(written, "length")).isEqualTo(String.valueOf(MAX_RECORD));
    assertThat(header(written, "reason")).hasSize(1000);
  }

  private ProducerRecord<byte[], byte[]> write(byte[] value, String reason) {
    RawRecord record = new RawRecord("sketch-events", 1, 7, 0, null, value);
    return writer.serialize(new DeadLetter(record, reason), null, null);
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String key) {
    return new String(record.headers().lastHeader(key).value(), UTF_8);
  }
}
