package inkflow.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.request.Noise;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ReferenceOptionsTest {

  @Command
  static final class Any {
    @Mixin ReferenceOptions reference;
  }

  private static ReferenceOptions parsed(String... arguments) {
    return CommandLine.populateCommand(new Any(), arguments).reference;
  }

  @Test
  void withoutOptionsItIsOnePictureThatKnowsItsOwnSize() {
    ReferenceOptions none = parsed();
    assertThat(none.noises(7, 0)).containsExactly(Noise.of(7));
    assertThat(none.sizes(new Size(64, 48))).isEmpty();
    assertThat(none.secondPrompt()).isEmpty();
    assertThat(none.timesteps()).isEmpty();
    assertThat(none.numbered(Path.of("a/sun.png"), 0)).isEqualTo(Path.of("a/sun.png"));
  }

  @Test
  void picturesShareAGeneratorAndHaveNumberedFiles() {
    ReferenceOptions two = parsed("--images", "2");
    assertThat(two.noises(7, 0)).containsExactly(new Noise(7, 0, 0, 2), new Noise(7, 0, 1, 2));
    assertThat(two.numbered(Path.of("a/sun.png"), 1)).isEqualTo(Path.of("a/sun-2.png"));
    assertThat(two.numbered(Path.of("sun"), 0)).isEqualTo(Path.of("sun-1"));
  }

  @Test
  void sizesAreGivenAsWidthAndHeightAndToldAsHeightAndWidth() {
    ReferenceOptions asked = parsed("--original-size", "1024x768", "--crop", "8,16");
    assertThat(asked.sizes(new Size(64, 48)))
        .contains(new MicroConditioning(768, 1024, 16, 8, 48, 64));
    assertThat(parsed("--target-size", "32x16").sizes(new Size(64, 48)))
        .contains(new MicroConditioning(48, 64, 0, 0, 16, 32));
    assertThat(parsed("--timesteps", "999,500").timesteps()).containsExactly(999, 500);
  }

  @Test
  void numbersOutOfRangeAreRefusedByOption() {
    assertThatThrownBy(() -> parsed("--images", "0").noises(7, 0))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--images: 0 (expected: 1 to 100)");
    assertThatThrownBy(() -> parsed("--crop", "8").sizes(new Size(8, 8)))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--crop: [8] (expected: X,Y)");
  }
}
