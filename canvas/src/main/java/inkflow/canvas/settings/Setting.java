package inkflow.canvas.settings;

import inkflow.SettingsChanged;
import java.util.List;
import java.util.Optional;

/**
 * One setting of a picture.
 *
 * @param name of its field in {@link SettingsChanged}, and in frames
 * @param type of its value there
 * @param range which values it takes
 * @param standard what counts until somebody sets it
 * @param sentence what it does, for people
 * @param uses where it shows itself beside the record; at most one of a kind
 */
public record Setting<T>(
    String name, Class<T> type, Range range, Default<T> standard, String sentence, List<Use> uses) {

  /** Its value among {@code settings}; empty where it is not set. */
  public Optional<T> in(SettingsChanged settings) {
    return Optional.ofNullable(type.cast(settings.get(position())));
  }

  public void put(SettingsChanged settings, T value) {
    settings.put(position(), value);
  }

  /** How it shows itself in one place; empty where it does not. */
  public <U extends Use> Optional<U> use(Class<U> kind) {
    return uses.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  public boolean has(Class<? extends Use> kind) {
    return use(kind).isPresent();
  }

  private int position() {
    return SettingsChanged.getClassSchema().getField(name).pos();
  }
}
