package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.ControlNetFile;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.Golden;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.networks.TestingControlNet;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inkling beside a ControlNet of random weights, in float32. */
class InklingControlNetTest {
  @TempDir static Path temp;
  private static DiffusionEngine engine;

  @BeforeAll
  static void open() {
    Path folder = TestingControlNet.random(temp.resolve("control"), Inkling.FOLDER.resolve("unet"));
    engine = DiffusionEngine.open(options(new ControlNetFile("sketch", folder)));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static EngineOptions options(ControlNetFile... nets) {
    return Inkling.options(Precision.FP32).with(EngineOption.CONTROL_NETS, List.of(nets));
  }

  private static byte[] draw(ControlInput... controls) {
    Requests asked = Requests.of("a").prompt("a red apple").size(64).steps(2).control(controls);
    return engine.render(asked.request()).join().picture().rgb();
  }

  private static ControlInput sketch(double sunX, double scale) {
    return new ControlInput("sketch", Inkling.beach(64, sunX), scale);
  }

  @Test
  void thePictureItSeesAndItsScaleCount() {
    byte[] plain = draw();
    byte[] full = draw(sketch(0.2, 1));
    assertThat(largestDifference(plain, full)).isGreaterThan(10);
    assertThat(largestDifference(draw(sketch(0.8, 1)), full)).isPositive();
    assertThat(largestDifference(draw(sketch(0.2, 0.3)), full)).isGreaterThan(5);
    assertThat(draw()).as("without it, as before").isEqualTo(plain);
  }

  @Test
  void twoAtHalfTheirScaleAreOne() {
    byte[] two = draw(sketch(0.2, 0.5), sketch(0.2, 0.5));
    assertThat(largestDifference(two, draw(sketch(0.2, 1)))).isLessThanOrEqualTo(1);
  }

  @Test
  void onlyTheFirstHalfIsAnotherPictureThanTheWhole() {
    Picture seen = Inkling.beach(64, 0.2);
    byte[] half = draw(new ControlInput("sketch", seen, 1, 0, 0.5));
    assertThat(half).isNotEqualTo(draw(sketch(0.2, 1))).isNotEqualTo(draw());
  }

  @Test
  void oneForAnotherUNetIsRefusedByFileAndField() {
    Path other = Golden.of("controlnet").path("controlnet");
    assertThatThrownBy(() -> DiffusionEngine.open(options(new ControlNetFile("other", other))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(other.resolve("config.json").toString())
        .hasMessageContaining("in_channels: 4 (expected: 8, as the model's UNet has)");
  }

  @Test
  void oneThatIsNamedJoinsThoseInTheModelsFolder() {
    EngineOptions named = options(new ControlNetFile("edges", temp.resolve("control")));
    assertThat(ModelFiles.find(named).info().controls()).containsExactly("edges", "sketch");
  }

  @Test
  void aNameTwiceIsRefused() {
    ControlNetFile one = new ControlNetFile("one", temp);
    assertThatThrownBy(() -> options(one, one))
        .hasMessage("controlNets: one twice (expected: each name once)");
  }

  private static int largestDifference(byte[] one, byte[] other) {
    int largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs((one[i] & 0xff) - (other[i] & 0xff)));
    }
    return largest;
  }
}
