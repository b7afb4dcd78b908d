package inkflow.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Reads options and collects the errors, so that all can be reported at once. */
final class Problems {
  private final ReadableConfig config;
  private final List<String> found = new ArrayList<>();

  Problems(ReadableConfig config) {
    this.config = config;
  }

  /** The value; if it is not as expected, notes a problem and returns the default. */
  <T> T read(ConfigOption<T> option, Predicate<T> holds, String expected) {
    try {
      T value = config.get(option);
      if (value == null || !holds.test(value)) {
        add(option, value, expected);
        return option.defaultValue();
      }
      return value;
    } catch (IllegalArgumentException e) {
      add(option, given(option), expected);
      return option.defaultValue();
    }
  }

  /** The value, or null if it is not set. */
  <T> T readOptional(ConfigOption<T> option) {
    return config.getOptional(option).orElse(null);
  }

  void add(ConfigOption<?> option, Object value, String expected) {
    found.add(option.key() + ": " + value + " (expected: " + expected + ")");
  }

  /**
   * @throws InvalidOptionsException with one problem per line
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidOptionsException(String.join(System.lineSeparator(), found));
    }
  }

  private Object given(ConfigOption<?> option) {
    return config.toMap().get(option.key());
  }
}
