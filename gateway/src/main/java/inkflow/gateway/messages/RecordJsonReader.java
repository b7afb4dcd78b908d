package inkflow.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * Reads what {@link RecordJson} writes; errors name the key, its value and what was expected.
 * Strict: an unknown field is an error, because a misspelt one would otherwise be taken as not set.
 */
final class RecordJsonReader {
  private RecordJsonReader() {}

  /**
   * @param key name of {@code json} in error messages, such as {@code event}
   */
  static Object read(Schema schema, JsonNode json, String key) throws BadMessageException {
    return switch (schema.getType()) {
      case RECORD -> readRecord(schema, json, key);
      case UNION -> readUnion(schema, json, key);
      case ARRAY -> readArray(schema, json, key);
      case MAP -> readMap(schema, json, key);
      case ENUM -> {
        expect(json.isTextual() && schema.hasEnumSymbol(json.asText()), key, json, oneOf(schema));
        yield SpecificData.get().createEnum(json.asText(), schema);
      }
      case STRING -> {
        expect(json.isTextual(), key, json, "a string");
        yield json.asText();
      }
      case BYTES -> readBytes(json, key);
      case INT -> {
        expect(json.canConvertToInt() && json.isIntegralNumber(), key, json, "a 32-bit integer");
        yield json.asInt();
      }
      case LONG -> {
        expect(json.canConvertToLong() && json.isIntegralNumber(), key, json, "an integer");
        yield schema.getLogicalType() == null ? json.asLong() : instant(json.asLong());
      }
      case DOUBLE -> {
        expect(json.isNumber(), key, json, "a number");
        yield json.asDouble();
      }
      case BOOLEAN -> {
        expect(json.isBoolean(), key, json, "true or false");
        yield json.asBoolean();
      }
      default -> throw new IllegalArgumentException("schema type: " + schema.getType());
    };
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static Object readRecord(Schema schema, JsonNode json, String key)
      throws BadMessageException {
    expect(json.isObject(), key, json, "an object: " + schema.getName());
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      expect(schema.getField(name) != null, key + "." + name, json.get(name), fieldsOf(schema));
    }
    IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), readField(field, json.get(field.name()), key + "." + field.name()));
    }
    return record;
  }

  private static Object readField(Schema.Field field, JsonNode json, String key)
      throws BadMessageException {
    if (json != null) {
      return read(field.schema(), json, key);
    }
    if (!field.hasDefaultValue()) {
      throw new BadMessageException(key, "nothing", expectation(field.schema()));
    }
    return SpecificData.get().getDefaultValue(field);
  }

  private static Object readUnion(Schema union, JsonNode json, String key)
      throws BadMessageException {
    if (RecordJson.isNullable(union)) {
      return json.isNull() ? null : read(union.getTypes().get(1), json, key);
    }
    expect(json.isObject() && json.size() == 1, key, json, expectation(union));
    String name = json.fieldNames().next();
    for (Schema branch : union.getTypes()) {
      if (branch.getName().equals(name)) {
        return read(branch, json.get(name), key + "." + name);
      }
    }
    throw new BadMessageException(key, json.toString(), expectation(union));
  }

  private static List<Object> readArray(Schema schema, JsonNode json, String key)
      throws BadMessageException {
    expect(json.isArray(), key, json, "an array");
    List<Object> elements = new ArrayList<>(json.size());
    for (int i = 0; i < json.size(); i++) {
      elements.add(read(schema.getElementType(), json.get(i), key + "[" + i + "]"));
    }
    return elements;
  }

  private static Map<String, Object> readMap(Schema schema, JsonNode json, String key)
      throws BadMessageException {
    expect(json.isObject(), key, json, "an object");
    Map<String, Object> map = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String name = entry.getKey();
      map.put(name, read(schema.getValueType(), entry.getValue(), key + "." + name));
    }
    return map;
  }

  private static ByteBuffer readBytes(JsonNode json, String key) throws BadMessageException {
    try {
      expect(json.isTextual() || json.isBinary(), key, json, "base64");
      return ByteBuffer.wrap(json.binaryValue());
    } catch (IOException e) {
      throw new BadMessageException(key, json.toString(), "base64");
    }
  }

  private static void expect(boolean holds, String key, JsonNode value, String expected)
      throws BadMessageException {
    if (!holds) {
      throw new BadMessageException(key, value.toString(), expected);
    }
  }

  private static String expectation(Schema schema) {
    return schema.getType() == Schema.Type.UNION
        ? "an object with one of the keys "
            + schema.getTypes().stream().map(Schema::getName).collect(Collectors.joining(", "))
        : "a value of type " + schema.getType().getName();
  }

  private static String fieldsOf(Schema schema) {
    return schema.getFields().isEmpty()
        ? "no fields in " + schema.getName()
        : schema.getFields().stream()
            .map(Schema.Field::name)
            .collect(Collectors.joining(", ", "one of the fields ", ""));
  }

  private static String oneOf(Schema schema) {
    return "one of " + String.join(", ", schema.getEnumSymbols());
  }
}
