package inkflow.cli.doctor;

import java.util.Map;

/**
 * One thing that was looked at.
 *
 * @param ok whether Inkflow can run with it as it is
 * @param text for people; a fault with what to do
 * @param details for programs: the same in numbers and names
 */
public record Finding(String name, boolean ok, String text, Map<String, Object> details) {

  static Finding good(String name, String text, Map<String, Object> details) {
    return new Finding(name, true, text, details);
  }

  static Finding fault(String name, String text) {
    return new Finding(name, false, text, Map.of());
  }
}
