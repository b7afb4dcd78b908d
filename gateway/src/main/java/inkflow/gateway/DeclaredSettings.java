package inkflow.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.canvas.settings.PictureSettings;
import inkflow.canvas.settings.Setting;
import inkflow.canvas.settings.Use.InFrames;
import inkflow.canvas.settings.Use.Slider;
import inkflow.gateway.messages.RecordJson;
import java.util.Locale;

/** The declared settings as JSON for the page; served at {@code /api/settings}. */
final class DeclaredSettings {
  private DeclaredSettings() {}

  /** An array with an object for each setting, in the order of the declaration. */
  static ArrayNode json() {
    ArrayNode all = RecordJson.MAPPER.createArrayNode();
    PictureSettings.ALL.forEach(setting -> all.add(describe(setting)));
    return all;
  }

  private static ObjectNode describe(Setting<?> setting) {
    ObjectNode json = RecordJson.MAPPER.createObjectNode();
    json.put("name", setting.name());
    json.put("sentence", setting.sentence());
    json.put("range", setting.range().expected());
    json.put("inFrames", setting.has(InFrames.class));
    setting.standard().value().ifPresent(value -> json.putPOJO("default", value));
    setting.use(Slider.class).ifPresent(slider -> json.set("slider", describe(slider)));
    return json;
  }

  private static ObjectNode describe(Slider slider) {
    ObjectNode json = RecordJson.MAPPER.createObjectNode();
    json.put("group", slider.group().name().toLowerCase(Locale.ROOT));
    json.put("label", slider.label());
    json.put("min", slider.min());
    json.put("max", slider.max());
    json.put("step", slider.step());
    slider.off().ifPresent(value -> json.put("off", value));
    return json;
  }
}
