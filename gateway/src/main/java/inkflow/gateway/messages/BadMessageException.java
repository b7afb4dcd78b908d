package inkflow.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** A client's message that is not valid: the key, its value and what was expected. */
public final class BadMessageException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_VALUE = 120;
  private final String key;
  private final String value;
  private final String expected;
  private OptionalLong clientSeq = OptionalLong.empty();

  BadMessageException(String key, String value, String expected) {
    super(key + ": " + shortened(value) + " (expected: " + expected + ")");
    this.key = key;
    this.value = shortened(value);
    this.expected = expected;
  }

  /** This exception with the event's clientSeq, if that could be read. */
  BadMessageException about(JsonNode number) {
    if (number.isIntegralNumber() && number.canConvertToLong()) {
      clientSeq = OptionalLong.of(number.asLong());
    }
    return this;
  }

  OptionalLong clientSeq() {
    return clientSeq;
  }

  String key() {
    return key;
  }

  /** The invalid value as sent, truncated to 120 characters. */
  String value() {
    return value;
  }

  String expected() {
    return expected;
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }
}
