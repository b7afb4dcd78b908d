package inkflow.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that other programs write and read. A change here breaks them: see RATIONALE.md. */
final class GoldenBytesTest {

  static Stream<Map.Entry<String, SpecificRecordBase>> records() {
    return GoldenRecords.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordsAreWrittenAsTheGoldenBytes(Map.Entry<String, SpecificRecordBase> entry)
      throws Exception {
    byte[] written = codec(entry.getValue()).encode(entry.getValue());

    assertThat(HexFormat.of().formatHex(written)).isEqualTo(hex(entry.getKey()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void goldenBytesAreReadAsTheRecords(Map.Entry<String, SpecificRecordBase> entry)
      throws Exception {
    assertThat(codec(entry.getValue()).decode(golden(entry.getKey()))).isEqualTo(entry.getValue());
  }

  @ParameterizedTest
  @MethodSource("records")
  void bytesStartWithTheMarkerAndTheFingerprintLowByteFirst(
      Map.Entry<String, SpecificRecordBase> entry) throws Exception {
    long fingerprint = SchemaNormalization.parsingFingerprint64(entry.getValue().getSchema());

    assertThat(hex(entry.getKey()))
        .startsWith("c301" + HexFormat.of().toHexDigits(Long.reverseBytes(fingerprint)));
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
