package inkflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelsCommandTest {
  private static final Path GOLDEN =
      Path.of("..", "diffusion", "src", "test", "resources", "golden");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path temp;

  @Test
  void aModelIsToldWithThePartsAndLorasItBrings() {
    assertThat(run(Path.of("..", "models", "inkling"))).isZero();
    assertThat(out.toString())
        .contains("inkling: checkpoint, family sd, ")
        .contains("  unet ")
        .contains("F16")
        .contains("in memory: ")
        .contains("lcm.safetensors: LoRA, format kohya, 142 modules, rank ");
  }

  @Test
  void aControlNetIsToldWithTheFamilyItIsFor() {
    assertThat(run(GOLDEN.resolve("controlnet").resolve("controlnet"))).isZero();
    run(GOLDEN.resolve("controlnet")); // a folder with it and a file that is no model
    assertThat(out.toString().lines().filter(line -> line.startsWith("controlnet: ")))
        .hasSize(2)
        .allMatch(line -> line.contains("ControlNet for family sd, ") && line.contains(", F16, "));
  }

  @Test
  void aFileThatIsNeitherIsNamed() throws IOException {
    Path file = Files.writeString(temp.resolve("a.safetensors"), "<html>");
    assertThat(run(file)).isEqualTo(1);
    assertThat(run(temp)).isEqualTo(1);
    assertThat(err.toString()).contains("a.safetensors");
  }

  @Test
  void aPathWithoutModelsIsWrongUse() {
    assertThat(run(temp)).isEqualTo(2);
    assertThat(run(temp.resolve("nowhere"))).isEqualTo(2);
  }

  private int run(Path path) {
    CommandLine line = Inkflow.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute("models", path.toString());
  }
}
