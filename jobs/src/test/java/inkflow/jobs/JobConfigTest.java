package inkflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.LoraWeight;
import inkflow.diffusion.EngineOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class JobConfigTest {

  @Test
  void defaultsNeedOnlyAModel() {
    JobConfig config = JobConfig.from(Configuration.fromMap(Map.of("engine.model", "inkling")));
    assertThat(config.engine().get(EngineOption.MODEL)).isEqualTo(Path.of("inkling"));
    assertThat(config.kafka().bootstrap()).isEqualTo("127.0.0.1:9092");
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.sessions().defaults().settings().getSteps()).isEqualTo(2);
  }

  @Test
  void everyProblemIsSaidAtOnce() {
    Configuration given =
        Configuration.fromMap(
            Map.of(
                "session.strength", "1.4",
                "session.follow", "3",
                "session.steps", "many",
                "engine.device", "gpu",
                "engine.schedule", "D",
                "engine.loras", "neon",
                "kafka.bootstrap-servers", "nowhere"));
    assertThatThrownBy(() -> JobConfig.from(given))
        .hasMessageContainingAll(
            "session.strength: 1.4 (expected: > 0 and <= 1)",
            "session.follow: 3.0 (expected: 0 to 2)",
            "session.steps: many (expected: >= 1)",
            "engine.device: gpu (expected: cpu or cuda:N)",
            "engine.schedule: D (expected: A, B or C:I,J,... with rising I, J, ... from 0)",
            "engine.loras: neon (expected: NAME=FILE or NAME=FILE:SCALE)",
            "engine.model: null (expected: a diffusers folder or .safetensors file)",
            "kafka.bootstrap-servers: nowhere (expected: host:port,...)");
  }

  @Test
  void defaultsAreHeldAgainstTheLimits() {
    Configuration given =
        Configuration.fromMap(
            Map.of("engine.model", "m", "session.steps", "60", "session.side", "2048"));
    assertThatThrownBy(() -> JobConfig.from(given))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContainingAll(
            "session.steps: 60 (expected: at most limits.steps, 50)",
            "session.side: 2048 (expected: at most limits.side, 1024)");
    given.setString("limits.steps", "60");
    given.setString("limits.side", "2048");
    assertThat(JobConfig.from(given).sessions().limits().steps()).isEqualTo(60);
  }

  @Test
  void loraIsOnFromTheStartUnlessItsScaleIsZero() {
    Configuration given =
        Configuration.fromMap(
            Map.of(
                "engine.model",
                "m",
                "engine.loras",
                "neon=/l/neon.safetensors:0.8;ink=/l/ink.safetensors:0"));
    JobConfig config = JobConfig.from(given);
    assertThat(config.engine().get(EngineOption.LORAS)).hasSize(2);
    assertThat(config.engine().get(EngineOption.LENIENT_LORAS)).isFalse();
    assertThat(config.sessions().defaults().settings().getLoras())
        .containsExactly(new LoraWeight("neon", 0.8));
  }

  @Test
  void lenienceWithLorasIsPassedOn() {
    Configuration given =
        Configuration.fromMap(Map.of("engine.model", "m", "engine.lora-lenient", "true"));
    assertThat(JobConfig.from(given).engine().get(EngineOption.LENIENT_LORAS)).isTrue();
  }
}
