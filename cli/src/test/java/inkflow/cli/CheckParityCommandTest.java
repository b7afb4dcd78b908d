package inkflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckParityCommandTest {
  private static final Path GOLDEN =
      Path.of("..", "diffusion", "src", "test", "resources", "golden");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path temp;

  @Test
  void everyCaseOfTheEnginesPartsIsOk() throws IOException {
    List<Path> cases = checkedCases();
    cases.forEach(this::run);
    assertThat(out.toString().lines().filter(line -> line.contains("FAIL  "))).isEmpty();
    assertThat(out.toString().lines().filter(line -> line.endsWith("  ok")))
        .hasSameSizeAs(cases)
        .hasSizeGreaterThan(30);
  }

  @Test
  void aDamagedExpectationFails() throws IOException {
    Path copy = copy("lcm-steps");
    damageLastTensor(copy.resolve("io.safetensors"));
    assertThat(run(temp)).isEqualTo(1);
    assertThat(out.toString()).contains("FAIL  ").contains("1 cases: 0 ok, 1 FAIL");
  }

  @Test
  void whatTheEngineCannotDoYetFailsAndSaysSo() throws IOException {
    Files.writeString(temp.resolve("case.json"), "{\"kind\": \"hypernetwork\"}");
    assertThat(run(temp)).isEqualTo(1);
    assertThat(out.toString()).contains("FAIL  not supported yet: hypernetwork");
  }

  @Test
  void casesRunOnTheDeviceThatIsNamed() throws IOException {
    copy("lcm-steps");
    CommandLine line = commandLine();
    assertThat(line.execute("check-parity", temp.toString(), "--device", "cpu")).isZero();
    assertThat(line.execute("check-parity", temp.toString(), "--device", "tpu")).isEqualTo(1);
    assertThat(err.toString()).contains("device: tpu (expected: cpu or cuda:N)");
  }

  @Test
  void aFolderWithoutCasesIsWrongUse() {
    assertThat(run(temp)).isEqualTo(2);
    assertThat(run(temp.resolve("nowhere"))).isEqualTo(2);
    assertThat(err.toString()).contains("(expected: a folder with cases)");
  }

  private int run(Path folder) {
    return commandLine().execute("check-parity", folder.toString());
  }

  private CommandLine commandLine() {
    return Inkflow.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  private static List<Path> checkedCases() throws IOException {
    try (Stream<Path> cases = Files.list(GOLDEN)) {
      return cases.filter(CheckParityCommandTest::isChecked).sorted().toList();
    }
  }

  /** False for Inkling's own case, and for the tokenizer's, which has no vocabulary here. */
  private static boolean isChecked(Path folder) {
    String name = folder.getFileName().toString();
    return Files.exists(folder.resolve("case.json"))
        && !Set.of("inkling", "tokenizer").contains(name);
  }

  private Path copy(String name) throws IOException {
    Path copy = Files.createDirectory(temp.resolve(name));
    try (Stream<Path> files = Files.list(GOLDEN.resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName().toString()));
      }
    }
    return copy;
  }

  /** Tensors are sorted by name, so outputs come after inputs. */
  private static void damageLastTensor(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(1e3f);
      channel.write(number.flip(), channel.size() - 4);
    }
  }
}
