package inkflow.canvas.settings;

import inkflow.SettingsChanged;
import java.util.List;
import java.util.Optional;

/**
 * One setting of a picture.
 *
 * @param name of its field in {@link SettingsChanged} and in frames
 * @param type Java type of that field
 * @param range accepted values
 * @param standard value until somebody sets it
 * @param sentence what it does, as people read it
 * @param uses where else it appears besides the record; at most one of each kind
 */
public record Setting<T>(
    String name, Class<T> type, Range range, Default<T> standard, String sentence, List<Use> uses) {

  /** Its value in {@code settings}; empty if not set. */
  public Optional<T> in(SettingsChanged settings) {
    return Optional.ofNullable(type.cast(settings.get(position())));
  }

  public void put(SettingsChanged settings, T value) {
    settings.put(position(), value);
  }

  /** Its use of this kind; empty if it has none. */
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
