package inkflow.diffusion.weights.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A JSON object of a model's folder; every error names the field. Missing and null fields both mean
 * the default.
 */
public final class JsonFile {
  private static final long MAX_BYTES = 64L << 20;

  /** Larger than any size in a real configuration, small enough not to exhaust memory. */
  private static final int MAX_SIZE = 1 << 20;

  /** Field names are not interned: a vocabulary has 50,000 different ones. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .build());

  private final Path file;
  private final String at;
  private final JsonNode node;

  private JsonFile(Path file, String at, JsonNode node) {
    this.file = file;
    this.at = at;
    this.node = node;
  }

  /**
   * Reads a file of at most 64 MB.
   *
   * @throws InvalidModelException when it is missing or not a JSON object
   */
  public static JsonFile read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new InvalidModelException(file, "", "no such file (expected: a JSON file)");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidModelException(file, "", "over 64 MB (expected: a configuration)");
      }
      return of(file, JSON.readTree(Files.readAllBytes(file)));
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(file, "", "not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidModelException(file, "", "can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param name for error messages
   */
  public static JsonFile read(Path name, InputStream in) {
    try {
      return of(name, JSON.readTree(in));
    } catch (IOException e) {
      throw new InvalidModelException(name, "", "not JSON: " + e.getMessage(), e);
    }
  }

  /** An object that is part of another file, such as a header's metadata. */
  public static JsonFile of(Path file, JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidModelException(file, "", "no object (expected: a JSON object)");
    }
    return new JsonFile(file, "", node);
  }

  public Path file() {
    return file;
  }

  public JsonNode node() {
    return node;
  }

  public boolean has(String key) {
    return !get(key).isMissingNode();
  }

  /** An object inside this one. */
  public JsonFile child(String key) {
    JsonNode child = get(key);
    if (!child.isObject()) {
      throw fault(key, child, "an object");
    }
    return new JsonFile(file, at + key + ".", child);
  }

  Iterator<Map.Entry<String, JsonNode>> fields() {
    return node.properties().iterator();
  }

  public String text(String key, String otherwise) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw fault(key, value, "a string");
    }
    return value.asText();
  }

  public boolean flag(String key, boolean otherwise) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw fault(key, value, "true or false");
    }
    return value.asBoolean();
  }

  public double number(String key, double otherwise) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw fault(key, value, "a finite number");
    }
    return value.asDouble();
  }

  /** A positive integer that must be there. */
  public int size(String key) {
    if (!has(key)) {
      throw fault(key, "missing", "a positive integer");
    }
    return size(key, 0);
  }

  /** A positive integer, or the default. */
  public int size(String key, int otherwise) {
    JsonNode value = get(key);
    return value.isMissingNode() ? otherwise : size(key, value);
  }

  /** A non-empty list of positive integers that must be there. */
  public List<Integer> sizes(String key) {
    JsonNode value = get(key);
    if (!value.isArray() || value.isEmpty() || value.size() > 64) {
      throw fault(key, value, "a list of positive integers");
    }
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      sizes.add(size(key + "[" + i + "]", value.get(i)));
    }
    return List.copyOf(sizes);
  }

  /** A list of {@code count} positive integers, or one integer for all of them. */
  public List<Integer> sizes(String key, int count) {
    if (isInteger(get(key))) {
      return Collections.nCopies(count, size(key));
    }
    List<Integer> sizes = sizes(key);
    if (sizes.size() != count) {
      throw fault(key, get(key), count + " of them");
    }
    return sizes;
  }

  /** A list of {@code count} integers from 0 to 64. */
  public List<Integer> counts(String key, int count) {
    JsonNode value = get(key);
    if (!value.isArray() || value.size() != count) {
      throw fault(key, value, count + " integers");
    }
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonNode entry = value.get(i);
      if (!isInteger(entry) || entry.asInt() < 0 || entry.asInt() > 64) {
        throw fault(key + "[" + i + "]", entry, "an integer from 0 to 64");
      }
      counts.add(entry.asInt());
    }
    return List.copyOf(counts);
  }

  /** A list of strings, each of which must be allowed. */
  public List<String> choices(String key, List<String> allowed) {
    JsonNode value = get(key);
    if (!value.isArray() || value.isEmpty() || value.size() > 64) {
      throw fault(key, value, "a list of " + String.join(" or ", allowed));
    }
    List<String> choices = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      if (!allowed.contains(value.get(i).asText())) {
        throw fault(key + "[" + i + "]", value.get(i), String.join(" or ", allowed));
      }
      choices.add(value.get(i).asText());
    }
    return List.copyOf(choices);
  }

  /** Refuses a field that has another value than the only supported one. */
  public void only(String key, Object supported) {
    JsonNode value = get(key);
    boolean same =
        value.isMissingNode()
            || ((value.isNumber() && supported instanceof Number number)
                ? value.asDouble() == number.doubleValue()
                : value.asText().equals(String.valueOf(supported)));
    if (!same) {
      throw fault(key, value, String.valueOf(supported));
    }
  }

  /** Refuses a field that turns on something unsupported. */
  public void off(String key) {
    JsonNode value = get(key);
    if (!value.isMissingNode() && (!value.isBoolean() || value.asBoolean())) {
      throw fault(key, value, "null or false");
    }
  }

  public InvalidModelException fault(String key, Object value, String expected) {
    String shown = value instanceof MissingNode ? "missing" : String.valueOf(value);
    if (value instanceof JsonNode text && text.isTextual()) {
      shown = text.asText();
    }
    if (shown.length() > 100) {
      shown = shown.substring(0, 100) + "...";
    }
    return new InvalidModelException(file, at + key, shown + " (expected: " + expected + ")");
  }

  private int size(String key, JsonNode value) {
    if (!isInteger(value) || value.asInt() < 1 || value.asInt() > MAX_SIZE) {
      throw fault(key, value, "an integer from 1 to " + MAX_SIZE);
    }
    return value.asInt();
  }

  private static boolean isInteger(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt();
  }

  private JsonNode get(String key) {
    JsonNode value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }
}
