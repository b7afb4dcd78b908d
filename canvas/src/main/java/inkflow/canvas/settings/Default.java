package inkflow.canvas.settings;

import java.util.Optional;

/**
 * What counts while nobody chose.
 *
 * @param value empty where it depends on the model or on what is drawn
 * @param text as people read it
 */
public record Default<T>(Optional<T> value, String text) {

  static <T> Default<T> of(T value) {
    return new Default<>(Optional.of(value), Range.plain(value));
  }

  /** One that is found when a picture is made. */
  static <T> Default<T> depends(String text) {
    return new Default<>(Optional.empty(), text);
  }
}
