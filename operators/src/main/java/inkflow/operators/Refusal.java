package inkflow.operators;

/**
 * Why an event was not applied, or why its picture could not be made.
 *
 * @param code stable and machine-readable
 * @param message the value, what was expected, and which key
 */
public record Refusal(String code, String message) {

  public static Refusal of(String key, Object value, String expected) {
    return new Refusal(key, key + ": " + value + " (expected: " + expected + ")");
  }
}
