package inkflow.diffusion.weights.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON at the start of a safetensors file, read token by token, so that a malicious one takes
 * no more memory than its own length. Format: github.com/huggingface/safetensors, README.
 *
 * @param tensors by name, in the order of the header; ranges are as written, not yet checked
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
  private static final int MAX_DIMENSIONS = 16;
  private static final int MAX_TENSORS = 100_000;
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /**
   * @param begin first byte, counted from the end of the header
   * @param end one past the last byte
   */
  record Entry(String name, DType dtype, List<Long> shape, long begin, long end) {}

  static SafetensorsHeader parse(Path file, InputStream json) {
    try (JsonParser parser = JSON.createParser(json)) {
      return new Reader(file, parser).read();
    } catch (IOException e) {
      throw new InvalidModelException(file, "", "header is not JSON: " + firstLine(e), e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** One pass over the tokens. */
  private static final class Reader {
    private final Path file;
    private final JsonParser parser;
    private final Map<String, Entry> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private boolean sawMetadata;

    public Reader(Path file, JsonParser parser) {
      this.file = file;
      this.parser = parser;
    }

    SafetensorsHeader read() throws IOException {
      expect(JsonToken.START_OBJECT, parser.nextToken(), "", "header", "a JSON object");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("__metadata__")) {
          readMetadata();
        } else if (tensors.putIfAbsent(name, readEntry(name)) != null) {
          throw fault(name, "twice in the header (expected: once)");
        }
        if (tensors.size() > MAX_TENSORS) {
          throw fault("", "too many tensors (expected: at most " + MAX_TENSORS + ")");
        }
      }
      if (parser.nextToken() != null) {
        throw fault("", "more than one JSON value in the header (expected: one object)");
      }
      return new SafetensorsHeader(tensors, metadata);
    }

    private void readMetadata() throws IOException {
      expect(
          JsonToken.START_OBJECT,
          parser.currentToken(),
          "__metadata__",
          "value",
          "an object of strings");
      if (sawMetadata) {
        throw fault("__metadata__", "twice in the header (expected: once)");
      }
      sawMetadata = true;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        expect(
            JsonToken.VALUE_STRING,
            parser.nextToken(),
            "__metadata__." + name,
            "value",
            "a string");
        metadata.put(name, parser.getText());
      }
    }

    private Entry readEntry(String name) throws IOException {
      expect(JsonToken.START_OBJECT, parser.currentToken(), name, "value", "an object");
      DType dtype = null;
      List<Long> shape = null;
      List<Long> offsets = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        boolean fresh;
        switch (field) {
          case "dtype" -> {
            fresh = dtype == null;
            dtype = dtype(name);
          }
          case "shape" -> {
            fresh = shape == null;
            shape = integers(name, field, MAX_DIMENSIONS);
          }
          case "data_offsets" -> {
            fresh = offsets == null;
            offsets = integers(name, field, 2);
          }
          default -> throw fault(name, field + " (expected: dtype, shape and data_offsets)");
        }
        if (!fresh) {
          throw fault(name, field + ": twice (expected: once)");
        }
      }
      if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
        throw fault(name, "incomplete (expected: dtype, shape and two data_offsets)");
      }
      return new Entry(name, dtype, List.copyOf(shape), offsets.get(0), offsets.get(1));
    }

    private DType dtype(String name) throws IOException {
      String text = parser.getText();
      for (DType dtype : DType.values()) {
        if (dtype.name().equals(text)) {
          return dtype;
        }
      }
      throw fault(name, "dtype: " + text + " (expected: F16, BF16, F32 or another known type)");
    }

    private List<Long> integers(String name, String field, int most) throws IOException {
      expect(JsonToken.START_ARRAY, parser.currentToken(), name, field, "a list of integers");
      List<Long> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        expect(JsonToken.VALUE_NUMBER_INT, parser.currentToken(), name, field, "integers");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            || parser.getLongValue() < 0) {
          throw fault(name, field + ": " + clipped() + " (expected: >= 0 and below 2^63)");
        }
        values.add(parser.getLongValue());
        if (values.size() > most) {
          throw fault(name, field + ": too many values (expected: at most " + most + ")");
        }
      }
      return values;
    }

    private void expect(JsonToken wanted, JsonToken got, String key, String what, String expected)
        throws IOException {
      if (got != wanted) {
        throw fault(key, what + ": " + clipped() + " (expected: " + expected + ")");
      }
    }

    private String clipped() throws IOException {
      String text = String.valueOf(parser.getText());
      return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private InvalidModelException fault(String key, String problem) {
      return new InvalidModelException(file, key, problem);
    }
  }
}
