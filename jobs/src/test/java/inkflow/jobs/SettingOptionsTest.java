package inkflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import inkflow.SettingsChanged;
import inkflow.canvas.settings.PictureSettings;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class SettingOptionsTest {

  @Test
  void keysAndDefaultsAreThoseThatConfigurationsAreWrittenWith() {
    assertThat(SettingOptions.all())
        .extracting(ConfigOption::key, ConfigOption::defaultValue)
        .contains(
            tuple("session.strength", 0.6),
            tuple("session.follow", 1.0),
            tuple("session.steps", 2),
            tuple("session.seed", 0L),
            tuple("session.guidance-scale", 1.0),
            tuple("session.max-fps", 0.0));
  }

  @Test
  void whatIsGivenBecomesADefaultOfSessions() {
    Map<String, String> given =
        Map.of(
            "engine.model", "m",
            "session.steps", "3",
            "session.seed", "12345678901",
            "session.max-fps", "7.5",
            "session.side", "128");
    SettingsChanged settings =
        JobConfig.from(Configuration.fromMap(given)).sessions().defaults().settings();
    assertThat(settings.getSteps()).isEqualTo(3);
    assertThat(settings.getSeed()).isEqualTo(12345678901L);
    assertThat(settings.getMaxFps()).isEqualTo(7.5);
    assertThat(settings.getWidth()).isEqualTo(128);
    assertThat(settings.getStrength())
        .isEqualTo(PictureSettings.STRENGTH.standard().value().orElseThrow());
  }

  @Test
  void withoutASideTheModelDecides() {
    Configuration given = Configuration.fromMap(Map.of("engine.model", "m"));
    assertThat(JobConfig.from(given).sessions().defaults().settings().getWidth()).isNull();
  }
}
