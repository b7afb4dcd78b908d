package inkflow.diffusion.networks.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.hardware.Processor;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.Inkling;
import inkflow.diffusion.networks.torch.TorchNetworks;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneDnnLayersTest {
  /**
   * Matches oneDNN's reorder of a 3x3 kernel in a blocked layout, whose name has an upper-case
   * letter.
   */
  private static final Pattern TURNED =
      Pattern.compile(",reorder,.*src:\\w+:\\w*:blocked:\\w*[A-Z]\\w*:.*,\\d+x\\d+x3x3,");

  /**
   * oneDNN logs its operations only to standard output and only if told to at start, hence a
   * separate process.
   */
  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void turnsNoThreeByThreeKernelAtACall(Precision precision) throws Exception {
    assumeThat(Processor.isX86()).isTrue();
    TestingPrecision.assumePossible(precision);
    List<String> told = verbose(OneStep.class, precision);
    assertThat(told).anyMatch(line -> line.contains(",convolution,"));
    assertThat(told).noneMatch(TURNED.asPredicate());
  }

  private static List<String> verbose(Class<?> program, Precision precision) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            precision.name());
    builder.environment().put("ONEDNN_VERBOSE", "1");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isZero();
    return lines;
  }

  /** A program that takes one step of Inkling at 256 px. */
  static final class OneStep {
    public static void main(String[] args) {
      try (TorchNetworks networks = Inkling.open(Precision.valueOf(args[0]));
          NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        NDArray latent = scope.zeros(new Shape(1, networks.latentChannels(), 32, 32));
        NDArray states = scope.zeros(new Shape(1, 77, networks.textWidths().get(0)));
        networks.predict(
            scope,
            networks.baseWeights(),
            latent,
            scope.ones(new Shape(1)),
            Conditioning.of(states));
      }
    }
  }
}
