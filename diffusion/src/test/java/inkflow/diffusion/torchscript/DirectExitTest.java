package inkflow.diffusion.torchscript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectExitTest {
  private static final String SOURCE =
      """
      #include <stdio.h>
      __attribute__((destructor)) static void end(void) { puts("destructor"); fflush(stdout); }
      """;

  @TempDir Path folder;
  private Path library;

  /** A process that loads a library with a destructor, then perhaps libtorch, and ends with 7. */
  public static final class Ending {
    public static void main(String[] arguments) {
      System.load(arguments[0]);
      if (arguments.length > 1) {
        TorchRuntime.start(1);
      }
      System.exit(7);
    }
  }

  @BeforeEach
  void compile() throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    assumeThat(Path.of("/usr/bin/cc")).as("a C compiler").exists();
    Path source = Files.writeString(folder.resolve("end.c"), SOURCE);
    library = folder.resolve("libend.so");
    Process cc =
        new ProcessBuilder(
                "/usr/bin/cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
            .inheritIO()
            .start();
    assertThat(cc.waitFor()).isZero();
  }

  @Test
  void processThatLoadedLibtorchEndsWithItsCodeAndWithoutDestructors() throws Exception {
    assertThat(ending()).isEqualTo("destructor\n");
    assertThat(ending("libtorch")).isEmpty();
  }

  /** What it prints. */
  private String ending(String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Ending.class.getName(), library.toString()));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(7);
    return said;
  }
}
