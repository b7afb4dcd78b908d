package inkflow.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class LoraConverterTest {
  private final LoraConverter converter = new LoraConverter();

  @Test
  void scaleIsOneUnlessGiven() {
    assertThat(converter.convert("neon=/styles/neon.safetensors").scale()).isEqualTo(1);
    assertThat(converter.convert("neon=/styles/neon.safetensors:0.4").scale()).isEqualTo(0.4);
    assertThat(converter.convert("neon=/styles/neon.safetensors:-1").scale()).isEqualTo(-1);
  }

  @Test
  void aColonOfTheFileNameIsNoScale() {
    assertThat(converter.convert("a=/b:c/d.safetensors").file())
        .isEqualTo(Path.of("/b:c/d.safetensors"));
  }

  @Test
  void otherFormsAreRefused() {
    assertThatThrownBy(() -> converter.convert("neon.safetensors"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("expected: NAME=FILE[:SCALE]");
  }
}
