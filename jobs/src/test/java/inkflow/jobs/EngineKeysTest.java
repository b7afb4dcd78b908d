package inkflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.ImageSchedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class EngineKeysTest {
  private static final Map<String, String> GIVEN =
      Map.ofEntries(
          Map.entry("engine.model", "/m/painter.safetensors"),
          Map.entry("engine.vae", "/m/vae"),
          Map.entry("engine.loras", "lcm=/l/lcm.safetensors;ink=/l/ink.safetensors:0.8"),
          Map.entry("engine.lora-lenient", "true"),
          Map.entry("engine.device", "cuda:1"),
          Map.entry("engine.precision", "bf16"),
          Map.entry("engine.schedule", "C:32,45"),
          Map.entry("engine.threads", "3"),
          Map.entry("engine.queue.capacity", "5"),
          Map.entry("engine.batch.max-rows", "2"));

  private static final EngineOptions MEANT =
      EngineOptions.of(Path.of("/m/painter.safetensors"))
          .with(EngineOption.VAE, Path.of("/m/vae"))
          .with(
              EngineOption.LORAS,
              List.of(
                  new LoraFile("lcm", Path.of("/l/lcm.safetensors"), 1),
                  new LoraFile("ink", Path.of("/l/ink.safetensors"), 0.8)))
          .with(EngineOption.LENIENT_LORAS, true)
          .with(EngineOption.DEVICE, "cuda:1")
          .with(EngineOption.PRECISION, Precision.BF16)
          .with(EngineOption.SCHEDULE, ImageSchedule.of("C:32,45"))
          .with(EngineOption.THREADS, 3)
          .with(EngineOption.QUEUED_REQUESTS, 5)
          .with(EngineOption.BATCH_ROWS, 2);

  @Test
  void keysAreThoseThatConfigurationsAreWrittenWith() {
    assertThat(EngineKeys.all())
        .extracting(ConfigOption::key)
        .containsExactlyInAnyOrderElementsOf(GIVEN.keySet());
  }

  @Test
  void whatIsGivenIsWhatTheEngineOpensWith() {
    assertThat(JobConfig.from(Configuration.fromMap(GIVEN)).engine()).isEqualTo(MEANT);
  }

  @Test
  void whatACommandWritesIsReadAsItWas() {
    Configuration settings = new Configuration();
    EngineKeys.put(settings, MEANT);
    assertThat(JobConfig.from(settings).engine()).isEqualTo(MEANT);
    EngineOptions plain = EngineOptions.of(Path.of("m"));
    EngineKeys.put(settings, plain.with(EngineOption.VAE, Path.of("/m/vae")));
    assertThat(JobConfig.from(settings).engine().with(EngineOption.VAE, Path.of("v")))
        .isEqualTo(plain.with(EngineOption.VAE, Path.of("v")));
  }

  @Test
  void everyWrongValueIsToldWithItsKey() {
    Configuration wrong =
        Configuration.fromMap(
            Map.of(
                "engine.model", "",
                "engine.loras", "neon;ink=/l;glow",
                "engine.lora-lenient", "maybe",
                "engine.device", "gpu",
                "engine.precision", "fp8",
                "engine.schedule", "C:9,3",
                "engine.threads", "many",
                "engine.queue.capacity", "0",
                "engine.batch.max-rows", "-1"));
    assertThatThrownBy(() -> JobConfig.from(wrong))
        .hasMessage(
            String.join(
                System.lineSeparator(),
                "engine.model:  (expected: a diffusers folder or .safetensors file)",
                "engine.loras: neon (expected: NAME=FILE or NAME=FILE:SCALE)",
                "engine.loras: glow (expected: NAME=FILE or NAME=FILE:SCALE)",
                "engine.lora-lenient: maybe (expected: true or false)",
                "engine.device: gpu (expected: cpu or cuda:N)",
                "engine.precision: fp8 (expected: auto, fp32, bf16 or fp16)",
                "engine.schedule: C:9,3 (expected: A, B or C:I,J,... with rising I, J, ... from 0)",
                "engine.threads: many (expected: >= 0)",
                "engine.queue.capacity: 0 (expected: >= 1)",
                "engine.batch.max-rows: -1 (expected: >= 0)"));
  }
}
