package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GPU that can't be used: one sentence, and the command is over. */
class GpuMessagesE2ECase {
  private static final Path SOURCE =
      Path.of("../diffusion/src/test/resources/inkflow/diffusion/hardware/libcuda.c");

  @TempDir Path folder;

  private record Run(int exit, String said) {}

  @Test
  void machineWithoutADriverHasNoGpu() throws Exception {
    assumeThat(System.mapLibraryName("cuda")).as("a system that has drivers").endsWith(".so");
    assumeThat(Path.of("/proc/driver/nvidia")).as("NVIDIA's driver").doesNotExist();
    for (String command : List.of("demo", "render")) {
      Run run = run(command, "cuda:0");
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.said().lines())
          .singleElement()
          .asString()
          .startsWith("inkflow " + command + ": no GPU: libcuda.so.1 is not on this machine");
    }
  }

  @Test
  void brokenDriverIsToldFromAMissingOne() throws Exception {
    Files.writeString(folder.resolve("libcuda.so.1"), "not a library\n");
    Run run = run("demo", "cuda:0");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said().lines())
        .singleElement()
        .asString()
        .startsWith("inkflow demo: the GPU's driver can't be loaded: ");
  }

  @Test
  void modelThatTheGpuHasTooLittleMemoryForIsRefused() throws Exception {
    driver("VERSION=13000", "GPUS=1", "INIT=0", "FREE=20000000");
    Run run = run("demo", "cuda:0");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said().lines())
        .singleElement()
        .asString()
        .startsWith("inkflow demo: ")
        .contains("GB on cuda:0: ", "expected: at most 0.02 GB, which is free");
  }

  @Test
  void indexBeyondTheLastGpuIsRefusedWithThoseThatAreThere() throws Exception {
    driver("VERSION=13000", "GPUS=2", "INIT=0");
    assertThat(run("render", "cuda:2").said().lines())
        .containsExactly("inkflow render: device: cuda:2 (expected: cuda:0 to cuda:1)");
  }

  private void driver(String... defines) throws Exception {
    assumeThat(Path.of("/usr/bin/cc")).as("a C compiler").exists();
    List<String> command = new ArrayList<>(List.of("/usr/bin/cc", "-shared", "-fPIC"));
    for (String define : defines) {
      command.add("-D" + define);
    }
    command.addAll(List.of("-o", folder.resolve("libcuda.so.1").toString(), SOURCE.toString()));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private Run run(String command, String device) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(Inkflow.class.getName(), command, "--device", device));
    if (command.equals("render")) {
      line.addAll(List.of("--prompt", "a", "--out", folder.resolve("a.png").toString()));
    }
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), said);
  }
}
