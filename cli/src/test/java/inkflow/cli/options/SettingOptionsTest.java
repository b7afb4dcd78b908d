package inkflow.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.canvas.settings.PictureSettings;
import inkflow.canvas.settings.Setting;
import inkflow.canvas.settings.Use.RenderOption;
import inkflow.cli.Inkflow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SettingOptionsTest {
  private final CommandLine inkflow = Inkflow.commandLine();
  private final CommandLine render = inkflow.getSubcommands().get("render");

  @Test
  void optionsHaveTheNamesThatScriptsAreWrittenWith() {
    assertThat(render.getCommandSpec().optionsMap())
        .containsKeys(
            "--prompt", "--negative", "--seed", "--steps", "--strength", "--guidance", "--follow");
  }

  @Test
  void helpSaysWhatADeclaredSettingDoes() {
    String help = words(render.getUsageMessage());
    for (Setting<?> setting : PictureSettings.with(RenderOption.class)) {
      assertThat(help).contains(words(setting.sentence()));
    }
    assertThat(help).contains("2 to 4 are what LCM-LoRA is for. Default: 4.");
  }

  @Test
  void whatIsNotGivenHasTheCommandsDefault() {
    inkflow.parseArgs("render", "--prompt", "a", "--out", "a.png");
    assertThat(find(PictureSettings.STEPS)).isEqualTo(4);
    assertThat(find(PictureSettings.NEGATIVE_PROMPT)).isEqualTo("");
    assertThat(find(PictureSettings.STRENGTH)).as("it depends on --init").isNull();
  }

  @Test
  void whatIsGivenHasTheSettingsType() {
    inkflow.parseArgs(
        "render", "--prompt", "a", "--out", "a.png", "--seed", "12345678901", "--strength", "0.25");
    assertThat(find(PictureSettings.PROMPT)).isEqualTo("a");
    assertThat(find(PictureSettings.SEED)).isEqualTo(12345678901L);
    assertThat(find(PictureSettings.STRENGTH)).isEqualTo(0.25);
  }

  private <T> T find(Setting<T> setting) {
    return SettingOptions.read(render.getCommandSpec(), setting).orElse(null);
  }

  private static String words(String text) {
    return String.join(" ", Stream.of(text.split("\\s+")).toList()).replace("- ", "-");
  }
}
