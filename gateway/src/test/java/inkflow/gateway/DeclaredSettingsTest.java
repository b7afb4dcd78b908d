package inkflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.canvas.settings.PictureSettings;
import inkflow.canvas.settings.Setting;
import org.junit.jupiter.api.Test;

class DeclaredSettingsTest {
  private final JsonNode all = DeclaredSettings.json();

  @Test
  void everySettingIsThereInItsOrder() {
    assertThat(all.findValuesAsText("name"))
        .containsExactlyElementsOf(PictureSettings.ALL.stream().map(Setting::name).toList());
  }

  @Test
  void aSliderIsSaidWithItsBoundsAndWhereItReadsOff() {
    JsonNode guidance = find("guidanceScale");
    assertThat(guidance.get("slider").toString())
        .isEqualTo(
            "{\"group\":\"more\",\"label\":\"Guidance\",\"min\":1.0,\"max\":2.0,\"step\":0.05,"
                + "\"off\":1.0}");
    assertThat(guidance.get("inFrames").asBoolean()).isTrue();
    assertThat(find("steps").get("slider").has("off")).isFalse();
  }

  @Test
  void aDefaultIsANumberOrATextAndMissingWhereItDepends() {
    assertThat(all.toString()).contains("\"name\":\"strength\"").contains("\"default\":0.6");
    assertThat(find("prompt").get("default").asText()).isEmpty();
    assertThat(find("width").has("default")).isFalse();
    assertThat(find("maxFps").has("slider")).isFalse();
  }

  private JsonNode find(String name) {
    for (JsonNode setting : all) {
      if (setting.get("name").asText().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError(name);
  }
}
