package inkflow.gateway.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * Avro records as simple JSON: field names as in the schema, nulls omitted, a union's branch as
 * {@code {"Stroke": {...}}}, bytes in base64, times in microseconds since 1970.
 *
 * <p>Driven by the schema, so a new field of a record is in the protocol without further code.
 * {@link RecordJsonReader} reads it back.
 */
public final class RecordJson {
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private RecordJson() {}

  /** Writes {@code record} without the top-level fields named in {@code left}. */
  static void write(JsonGenerator out, IndexedRecord record, Set<String> left) throws IOException {
    out.writeStartObject();
    writeFields(out, record, left);
    out.writeEndObject();
  }

  /** Writes the fields of {@code record} into the object that {@code out} is in. */
  public static void writeFields(JsonGenerator out, IndexedRecord record, Set<String> left)
      throws IOException {
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (value != null && !left.contains(field.name())) {
        out.writeFieldName(field.name());
        writeValue(out, field.schema(), value);
      }
    }
  }

  /** One JSON object, written by {@code body} between its braces. */
  public static String object(JsonBody body) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator out = MAPPER.createGenerator(text)) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON to memory", e);
    }
    return text.toString();
  }

  @FunctionalInterface
  public interface JsonBody {
    void write(JsonGenerator out) throws IOException;
  }

  private static void writeValue(JsonGenerator out, Schema schema, Object value)
      throws IOException {
    switch (schema.getType()) {
      case RECORD -> write(out, (IndexedRecord) value, Set.of());
      case UNION -> writeUnion(out, schema, value);
      case ARRAY -> {
        out.writeStartArray();
        for (Object element : (List<?>) value) {
          writeValue(out, schema.getElementType(), element);
        }
        out.writeEndArray();
      }
      case MAP -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.writeFieldName(entry.getKey().toString());
          writeValue(out, schema.getValueType(), entry.getValue());
        }
        out.writeEndObject();
      }
      case BYTES -> {
        ByteBuffer bytes = ((ByteBuffer) value).duplicate();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.writeBinary(copy);
      }
      case INT -> out.writeNumber((Integer) value);
      case LONG -> out.writeNumber(value instanceof Instant time ? micros(time) : (Long) value);
      case DOUBLE -> out.writeNumber((Double) value);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      default -> out.writeString(value.toString());
    }
  }

  private static void writeUnion(JsonGenerator out, Schema union, Object value) throws IOException {
    Schema branch = union.getTypes().get(SpecificData.get().resolveUnion(union, value));
    if (isNullable(union)) {
      writeValue(out, branch, value);
      return;
    }
    out.writeStartObject();
    out.writeFieldName(branch.getName());
    writeValue(out, branch, value);
    out.writeEndObject();
  }

  /** Whether a union is only "this or null". */
  static boolean isNullable(Schema union) {
    return union.getTypes().size() == 2 && union.getTypes().get(0).getType() == Schema.Type.NULL;
  }

  public static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
