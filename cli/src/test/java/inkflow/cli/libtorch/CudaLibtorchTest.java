package inkflow.cli.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import inkflow.diffusion.hardware.Gpu;
import inkflow.diffusion.hardware.NoGpuException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibtorchTest {
  @TempDir Path folder;
  private final StringWriter said = new StringWriter();
  private TestingPip pip;
  private Wheel cuda;
  private Wheel torch;

  @BeforeEach
  void fillIndex() throws IOException {
    assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .isEqualTo("Linux amd64");
    pip = new TestingPip(Files.createDirectory(folder.resolve("index")));
    cuda =
        pip.wheel(
            "nvidia-cuda",
            "nvidia/cuda_nvrtc/lib/libnvrtc.so.12",
            "nvidia/cuda_nvrtc/include/nvrtc.h",
            "nvidia/cuda_nvrtc/lib/../../../escaped.so");
    torch =
        pip.wheel(
            "torch",
            "torch/__init__.py",
            "torch/lib/libtorch.so",
            "torch/lib/libcaffe2_nvrtc.so",
            "torch/lib/libtorch_python.so");
  }

  @Test
  void librariesAreKeptWhereTheyLookForEachOtherAndNothingElseIs() throws Exception {
    assertThat(libtorch("25.1").fetch(log())).isEqualTo(kept().resolve("torch/lib"));
    assertThat(files(kept()))
        .containsExactlyInAnyOrder(
            "torch/lib/libtorch.so",
            "nvidia/cuda_nvrtc/lib/libnvrtc.so.12",
            "nvidia/cuda_nvrtc/lib/libcaffe2_nvrtc.so",
            "nvidia-cuda.done",
            "torch.done");
    assertThat(said.toString()).startsWith("Fetching libtorch 2.7.1 for CUDA 12.6, 0.00 GB");
    assertThat(folder.resolve("escaped.so")).doesNotExist();
  }

  @Test
  void itIsFetchedOnce() throws Exception {
    libtorch("25.1").fetch(log());
    String calls = pip.calls();
    said.getBuffer().setLength(0);
    assertThat(libtorch("25.1").isHere()).isTrue();
    libtorch("25.1").fetch(log());
    assertThat(pip.calls()).isEqualTo(calls);
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void aBrokenFetchGoesOnWithTheFilesThatAreMissing() throws Exception {
    pip.withdraw(torch);
    assertThatThrownBy(() -> libtorch("25.1").fetch(log()))
        .isInstanceOf(FetchException.class)
        .hasMessageStartingWith(
            "torch can't be fetched: No matching distribution found for torch (expected: PyPI");
    assertThat(libtorch("25.1").isHere()).isFalse();
    String before = pip.calls();
    fillIndexAgain();
    libtorch("25.1").fetch(log());
    assertThat(pip.calls().substring(before.length()).lines()).hasSize(1);
    assertThat(kept().resolve("torch/lib/libtorch.so")).exists();
  }

  private void fillIndexAgain() {
    pip.wheel("torch", "torch/lib/libtorch.so");
  }

  @Test
  void theFirstFileFailsAtOnceAndLaterOnesGoOnWhereTheConnectionBroke() throws Exception {
    libtorch("25.1").fetch(log());
    List<String> calls = pip.calls().lines().toList();
    assertThat(calls.get(0)).contains("--retries 0").contains("--require-hashes");
    assertThat(calls.get(1)).contains("--resume-retries").doesNotContain("--retries 0");
  }

  @Test
  void anOlderPipIsNotAskedToResumeAndOneThatKnowsNoSuchPlatformIsRefused() throws Exception {
    libtorch("22.0").fetch(log());
    assertThat(pip.calls()).doesNotContain("--resume-retries");
    CudaLibtorch other =
        new CudaLibtorch(folder.resolve("other"), List.of(cuda), List.of(pip.command("19.1")));
    assertThatThrownBy(() -> other.fetch(log()))
        .isInstanceOf(FetchException.class)
        .hasMessageStartingWith("no pip 20.3 or newer in ");
  }

  @Test
  void machineWithoutPythonIsToldWhatToInstall() {
    CudaLibtorch other =
        new CudaLibtorch(folder.resolve("other"), List.of(cuda), List.of("no-such-python"));
    assertThatThrownBy(() -> other.fetch(log()))
        .hasMessageStartingWith("no pip 20.3 or newer in no-such-python (expected: Python 3");
  }

  @Test
  void gpuThatItHasNoKernelsForIsRefusedBeforeAnythingIsFetched() throws Exception {
    assumeThat(System.getenv("PYTORCH_LIBRARY_PATH")).isNull();
    Gpu newer = new Gpu(0, "Testing", 120, 1, 1);
    assertThatThrownBy(() -> libtorch("25.1").use(newer, log()))
        .isInstanceOf(NoGpuException.class)
        .hasMessageStartingWith(
            "cuda:0: Testing has compute capability 12.0 (expected: 5.0 to 9.0");
    assertThat(pip.calls()).isEmpty();
  }

  private CudaLibtorch libtorch(String version) throws IOException {
    return new CudaLibtorch(kept(), List.of(cuda, torch), List.of("none", pip.command(version)));
  }

  private Path kept() {
    return folder.resolve("cache").resolve("libtorch");
  }

  private PrintWriter log() {
    return new PrintWriter(said, true);
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(f -> root.relativize(f).toString()).toList();
    }
  }
}
