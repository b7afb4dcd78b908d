package inkflow.canvas.settings;

import java.util.Optional;

/**
 * A setting's value until somebody sets it.
 *
 * @param value empty if it depends on the model or on the canvas
 * @param text as shown to people
 */
public record Default<T>(Optional<T> value, String text) {

  static <T> Default<T> of(T value) {
    return new Default<>(Optional.of(value), Range.plain(value));
  }

  /** A default that is determined when a picture is made. */
  static <T> Default<T> depends(String text) {
    return new Default<>(Optional.empty(), text);
  }
}
