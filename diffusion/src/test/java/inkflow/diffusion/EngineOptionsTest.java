package inkflow.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineOptions.ControlNetFile;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.EngineOptions.Precision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {

  /** A value other than the default for every option. */
  private static final EngineOptions OTHERS =
      EngineOptions.of(Path.of("/m/painter.safetensors"))
          .with(EngineOption.VAE, Path.of("/m/vae"))
          .with(
              EngineOption.LORAS,
              List.of(
                  new LoraFile("lcm", Path.of("/l/lcm.safetensors"), 1),
                  new LoraFile("ink", Path.of("/l/a:b=c"), 1e-7)))
          .with(EngineOption.LENIENT_LORAS, true)
          .with(
              EngineOption.CONTROL_NETS,
              List.of(new ControlNetFile("canny", Path.of("/c/canny=1"))))
          .with(EngineOption.DEVICE, "cuda:1")
          .with(EngineOption.PRECISION, Precision.FP32)
          .with(EngineOption.SCHEDULE, ImageSchedule.of("C:32,45"))
          .with(EngineOption.THREADS, 3)
          .with(EngineOption.QUEUED_REQUESTS, 5)
          .with(EngineOption.BATCH_ROWS, 2)
          .with(EngineOption.CACHED_PROMPTS, 7)
          .with(EngineOption.LORA_BYTES, 1L << 40);

  @Test
  void everyOptionArrivesOnAnotherMachine() throws Exception {
    for (EngineOption<?> option : EngineOption.ALL) {
      assertThat(OTHERS.find(option)).as(option.name()).isNotEqualTo(option.standard());
    }
    EngineOptions arrived = sent(OTHERS);
    for (EngineOption<?> option : EngineOption.ALL) {
      assertThat(arrived.find(option)).as(option.name()).isEqualTo(OTHERS.find(option));
    }
    assertThat(arrived).isEqualTo(OTHERS).hasSameHashCodeAs(OTHERS);
  }

  private static EngineOptions sent(EngineOptions options)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(options);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (EngineOptions) in.readObject();
    }
  }

  @Test
  void oneOptionIsChangedAndTheOthersStay() {
    EngineOptions fewer = OTHERS.with(EngineOption.BATCH_ROWS, 1);
    assertThat(fewer.get(EngineOption.BATCH_ROWS)).isEqualTo(1);
    assertThat(fewer.get(EngineOption.THREADS)).isEqualTo(3);
    assertThat(fewer).isNotEqualTo(OTHERS);
    assertThat(fewer.with(EngineOption.BATCH_ROWS, 2)).isEqualTo(OTHERS);
  }

  @Test
  void whatWasGivenAsItIsByDefaultIsNoDifference() {
    EngineOptions plain = EngineOptions.of(Path.of("m"));
    assertThat(plain.with(EngineOption.THREADS, 0)).isEqualTo(plain).hasSameHashCodeAs(plain);
  }

  @Test
  void withoutAModelThereIsNone() {
    assertThat(EngineOptions.defaults().find(EngineOption.MODEL)).isEmpty();
    assertThatThrownBy(() -> EngineOptions.defaults().get(EngineOption.MODEL))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("model");
  }

  @Test
  void scaleOfALoraIsOneUnlessGiven() {
    assertThat(LoraFile.parse("neon=/styles/neon.safetensors").scale()).isEqualTo(1);
    assertThat(LoraFile.parse("neon=/styles/neon.safetensors:0.4").scale()).isEqualTo(0.4);
    assertThat(LoraFile.parse("neon=/styles/neon.safetensors:-1").scale()).isEqualTo(-1);
  }

  @Test
  void aColonOfALorasFileNameIsNoScale() {
    assertThat(LoraFile.parse("a=/b:c/d.safetensors").file())
        .isEqualTo(Path.of("/b:c/d.safetensors"));
  }

  @Test
  void otherFormsAreRefused() {
    assertThatThrownBy(() -> LoraFile.parse("neon.safetensors"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: NAME=FILE[:SCALE]");
    for (String value : List.of("a.safetensors", "=a", "a=")) {
      assertThatThrownBy(() -> ControlNetFile.parse(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: NAME=DIR or FILE");
    }
  }
}
