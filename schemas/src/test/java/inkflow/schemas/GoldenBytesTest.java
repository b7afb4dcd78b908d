package inkflow.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that other programs write and read. A change here breaks them: see RATIONALE.md. */
final class GoldenBytesTest {
  private static final int HEADER = 10;

  static Stream<Map.Entry<String, SpecificRecordBase>> records() {
    return GoldenRecords.all().entrySet().stream();
  }

  /**
   * Uses the schema of the golden file, which may be an earlier one: golden files are never
   * rewritten.
   */
  @ParameterizedTest
  @MethodSource("records")
  void recordsAreWrittenAsTheGoldenBytes(Map.Entry<String, SpecificRecordBase> entry)
      throws Exception {
    Schema form = formOf(golden(entry.getKey()), entry.getValue());

    assertThat(HexFormat.of().formatHex(written(entry.getValue(), form)))
        .isEqualTo(hex(entry.getKey()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void goldenBytesAreReadAsTheRecords(Map.Entry<String, SpecificRecordBase> entry)
      throws Exception {
    assertThat(codec(entry.getValue()).decode(golden(entry.getKey()))).isEqualTo(entry.getValue());
  }

  @ParameterizedTest
  @MethodSource("records")
  void todaysBytesStartWithTheMarkerAndTheFingerprintLowByteFirst(
      Map.Entry<String, SpecificRecordBase> entry) throws Exception {
    SpecificRecordBase record = entry.getValue();
    byte[] today = codec(record).encode(record);

    assertThat(HexFormat.of().formatHex(today))
        .startsWith("c301" + HexFormat.of().toHexDigits(Long.reverseBytes(fingerprint(record))));
    assertThat(codec(record).decode(today)).isEqualTo(record);
  }

  private static long fingerprint(SpecificRecordBase record) {
    return SchemaNormalization.parsingFingerprint64(record.getSchema());
  }

  private static Schema formOf(byte[] bytes, SpecificRecordBase record) {
    long named = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    return named == fingerprint(record)
        ? record.getSchema()
        : EarlierSchemas.of(record.getSchema().getName()).findByFingerprint(named);
  }

  /**
   * Encodes the record, reads that with the schema {@code form} and writes the result with {@code
   * form}.
   */
  private static byte[] written(SpecificRecordBase record, Schema form) throws IOException {
    byte[] today = codec(record).encode(record);
    Decoder body = DecoderFactory.get().binaryDecoder(today, HEADER, today.length - HEADER, null);
    GenericRecord read =
        new GenericDatumReader<GenericRecord>(record.getSchema(), form, GenericData.get())
            .read(null, body);
    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), form).encode(read);
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  @SuppressWarnings("unchecked")
  static RecordCodec<SpecificRecordBase> codec(SpecificRecordBase record) {
    return RecordCodec.of((Class<SpecificRecordBase>) record.getClass());
  }

  static byte[] golden(String name) throws IOException {
    return HexFormat.of().parseHex(hex(name));
  }

  private static String hex(String name) throws IOException {
    String file = "/golden/" + name + ".hex";
    try (InputStream in = GoldenBytesTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
    }
  }
}
