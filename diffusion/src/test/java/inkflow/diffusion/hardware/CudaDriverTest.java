package inkflow.diffusion.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaDriverTest {
  @TempDir Path folder;

  @Test
  void gpusAreTheDriversWithWhatIsFreeOnEach() throws Exception {
    Path version =
        Files.writeString(
            folder.resolve("version"),
            "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build\n");
    Path library = compile("VERSION=13000", "GPUS=2", "INIT=0");
    assertThat(new CudaDriver(library.toString(), version).probe())
        .isEqualTo(
            new Gpus(
                "580.65.06",
                13000,
                java.util.List.of(
                    new Gpu(0, "Testing GPU 0", 86, 24L << 30, 14L << 30),
                    new Gpu(1, "Testing GPU 1", 87, 24L << 30, 13L << 30))));
  }

  @Test
  void versionIsEmptyWhereTheSystemDoesNotTell() throws Exception {
    assertThat(driver(compile("VERSION=12060", "GPUS=1", "INIT=0")).probe())
        .returns("", Gpus::driver)
        .returns("12.6", Gpus::cudaName);
  }

  @Test
  void machineWithoutADriverHasNoGpu() {
    assertThatThrownBy(driver(folder.resolve("libcuda.so.1"))::probe)
        .isInstanceOf(NoGpuException.class)
        .hasMessageStartingWith("no GPU: ")
        .hasMessageContaining("libcuda.so.1 is not on this machine (expected: a GPU of NVIDIA and")
        .hasMessageContaining("525.60 or newer, or --device cpu)");
  }

  @Test
  void libraryThatIsNoneIsBrokenAndTheReasonIsGiven() throws IOException {
    Path text = Files.writeString(folder.resolve("libcuda.so.1"), "not found\n");
    assertThatThrownBy(driver(text)::probe)
        .isInstanceOf(NoGpuException.class)
        .hasMessageStartingWith("the GPU's driver can't be loaded: ")
        .hasMessageContaining("file too short")
        .hasMessageContaining("install it anew");
  }

  @Test
  void libraryWithoutACallIsBroken() throws Exception {
    Path old = compile("VERSION=12060", "GPUS=1", "INIT=0", "OLD");
    assertThatThrownBy(driver(old)::probe)
        .isInstanceOf(NoGpuException.class)
        .hasMessageContaining("can't be loaded: ")
        .hasMessageContaining("cuMemGetInfo_v2");
  }

  @Test
  void driverBeforeCuda12IsTooOld() throws Exception {
    Path old = compile("VERSION=11040", "GPUS=1", "INIT=0");
    Path version =
        Files.writeString(
            folder.resolve("version"), "NVIDIA UNIX x86_64 Kernel Module  470.57.02  Tue Jul 13\n");
    assertThatThrownBy(new CudaDriver(old.toString(), version)::probe)
        .isInstanceOf(NoGpuException.class)
        .hasMessage(
            "the GPU's driver 470.57.02 is too old: it runs CUDA 11.4 (expected: NVIDIA's driver"
                + " 525.60 or newer, which runs 12.0)");
  }

  @Test
  void driverThatDoesNotStartSaysWhatToDo() throws Exception {
    assertThatThrownBy(driver(compile("VERSION=13000", "GPUS=1", "INIT=100"))::probe)
        .hasMessageStartingWith("no GPU: the driver is there and shows none")
        .hasMessageContaining("in a container, --gpus all");
    assertThatThrownBy(driver(compile("VERSION=13000", "GPUS=1", "INIT=803"))::probe)
        .hasMessageContaining("of two versions (restart the machine)");
    assertThatThrownBy(driver(compile("VERSION=13000", "GPUS=1", "INIT=7"))::probe)
        .hasMessageContaining("error 7");
    assertThatThrownBy(driver(compile("VERSION=13000", "GPUS=0", "INIT=0"))::probe)
        .hasMessageStartingWith("no GPU: ");
  }

  @Test
  void indexBeyondTheLastIsRefusedWithThoseThatAreThere() throws Exception {
    Gpus one = driver(compile("VERSION=13000", "GPUS=1", "INIT=0")).probe();
    Gpus two = driver(compile("VERSION=13000", "GPUS=2", "INIT=0")).probe();
    assertThat(two.require("cuda:1", 1).name()).isEqualTo("Testing GPU 1");
    assertThatThrownBy(() -> one.require("cuda:1", 1))
        .hasMessage("device: cuda:1 (expected: cuda:0)");
    assertThatThrownBy(() -> two.require("cuda:2", 2))
        .hasMessage("device: cuda:2 (expected: cuda:0 to cuda:1)");
  }

  private Path compile(String... defines) throws IOException, InterruptedException {
    return new TestingCudaDriver(folder).compile(defines);
  }

  private CudaDriver driver(Path library) {
    return new CudaDriver(library.toString(), folder.resolve("none"));
  }
}
