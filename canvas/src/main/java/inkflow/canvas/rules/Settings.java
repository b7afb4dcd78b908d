package inkflow.canvas.rules;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Merges settings field by field, so that a field added to the record needs no code here. */
public final class Settings {
  private Settings() {}

  public static SettingsChanged copy(SettingsChanged settings) {
    return merged(new SettingsChanged(), settings);
  }

  /** A new record: {@code before}, overwritten by the fields that {@code change} sets. */
  public static SettingsChanged merged(SettingsChanged before, SettingsChanged change) {
    SettingsChanged merged = new SettingsChanged();
    for (Schema.Field field : SettingsChanged.getClassSchema().getFields()) {
      Object value = change.get(field.pos());
      merged.put(field.pos(), value == null ? before.get(field.pos()) : value);
    }
    if (merged.getLoras() != null) {
      merged.setLoras(copy(merged.getLoras()));
    }
    return merged;
  }

  private static List<LoraWeight> copy(List<LoraWeight> loras) {
    List<LoraWeight> copy = new ArrayList<>(loras.size());
    for (LoraWeight lora : loras) {
      copy.add(new LoraWeight(lora.getName(), lora.getScale()));
    }
    return copy;
  }
}
