package inkflow.diffusion.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** NVIDIA's driver library as it would be with other hardware, compiled for the test. */
final class TestingCudaDriver {
  private final Path folder;

  TestingCudaDriver(Path folder) {
    this.folder = folder;
  }

  /**
   * Skips the test where there is no C compiler.
   *
   * @param defines such as {@code GPUS=2}; VERSION, GPUS and INIT have to be among them
   * @return the library
   */
  Path compile(String... defines) throws IOException, InterruptedException {
    assumeThat(Path.of("/usr/bin/cc")).as("a C compiler").exists();
    Path library = Files.createTempDirectory(folder, "driver").resolve("libcuda.so.1");
    Path source = Files.createTempFile(folder, "libcuda", ".c");
    try (InputStream in = getClass().getResourceAsStream("libcuda.c")) {
      Files.write(source, in.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of("/usr/bin/cc", "-shared", "-fPIC"));
    for (String define : defines) {
      command.add("-D" + define);
    }
    command.addAll(List.of("-o", library.toString(), source.toString()));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return library;
  }
}
