package inkflow.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.cli.libtorch.CudaLibtorch;
import inkflow.cli.options.Install;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.hardware.Gpu;
import inkflow.diffusion.hardware.GpuProbe;
import inkflow.diffusion.hardware.Gpus;
import inkflow.diffusion.hardware.NoGpuException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final GpuProbe NONE =
      () -> {
        throw new NoGpuException("no GPU here");
      };

  @TempDir Path folder;

  @Test
  void machineWithoutAGpuIsGoodForTheProcessor() {
    Map<String, Finding> found = examine(NONE, "cpu");
    assertThat(found.values()).allMatch(Finding::ok);
    assertThat(found.get("gpu").text()).isEqualTo("no GPU here");
    assertThat(found.get("processor").details()).containsKeys("name", "cores", "features");
    assertThat(found.get("libtorch").text()).endsWith(" for the processor");
    assertThat(found.get("precision").text()).matches("(fp32|bf16), as this processor .*");
    assertThat(found.get("model").text()).contains("256 px; fits on cpu");
  }

  @Test
  void missingGpuIsAFaultForWhoNamesIt() {
    Map<String, Finding> found = examine(NONE, "cuda:0");
    assertThat(found.get("gpu").ok()).isFalse();
    assertThat(found.get("model"))
        .returns(false, Finding::ok)
        .returns("no GPU here", Finding::text);
  }

  @Test
  void gpusAreToldWithTheirMemoryAndWhatWouldBeFetched() {
    Map<String, Finding> found = examine(gpus(20_000_000_000L), "cuda:1");
    assertThat(found.values()).allMatch(Finding::ok);
    assertThat(found.get("gpu").text())
        .isEqualTo(
            "cuda:0 Testing 4090, compute capability 8.9, 1.0 GB of 24.0 GB free; cuda:1 Testing"
                + " 4090, compute capability 8.9, 20.0 GB of 24.0 GB free; driver 580.65.06, CUDA"
                + " 13.0");
    assertThat(found.get("libtorch").text())
        .isEqualTo("libtorch 2.7.1 for CUDA 12.6, not fetched yet; the first run does, 2.67 GB");
    assertThat(found.get("precision").text()).isEqualTo("fp16, as on every GPU");
  }

  @Test
  void modelThatIsTooLargeForItsGpuIsAFault() {
    assertThat(examine(gpus(10_000_000), "cuda:1").get("model").text())
        .contains("GB on cuda:1: ", "at most 0.01 GB");
  }

  @Test
  void takenPortIsAFaultAndSaysHowToChooseAnother() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Finding> found =
          new Doctor(NONE, CudaLibtorch.in(folder.resolve("libtorch")))
              .examine(options("cpu"), taken.getLocalPort(), 0);
      assertThat(found)
          .filteredOn(finding -> !finding.ok())
          .singleElement()
          .satisfies(fault -> assertThat(fault.name()).isEqualTo("port"))
          .satisfies(fault -> assertThat(fault.text()).endsWith("choose another with --port N"));
    }
  }

  @Test
  void fetchedLibtorchIsFound() throws IOException {
    Files.createDirectory(folder.resolve("libtorch"));
    assertThat(examine(gpus(20_000_000_000L), "cuda:0").get("libtorch").text())
        .isEqualTo("libtorch 2.7.1 for CUDA 12.6, fetched");
  }

  private Map<String, Finding> examine(GpuProbe probe, String device) {
    return new Doctor(probe, CudaLibtorch.in(folder.resolve("libtorch")))
        .examine(options(device), 0, 0).stream()
            .collect(Collectors.toMap(Finding::name, finding -> finding));
  }

  private static EngineOptions options(String device) {
    return EngineOptions.of(Install.embeddedModel().orElseThrow())
        .with(EngineOption.DEVICE, device);
  }

  /** Two; the second has so many bytes free. */
  private static GpuProbe gpus(long free) {
    return () ->
        new Gpus(
            "580.65.06",
            13000,
            List.of(
                new Gpu(0, "Testing 4090", 89, 24_000_000_000L, 1_000_000_000L),
                new Gpu(1, "Testing 4090", 89, 24_000_000_000L, free)));
  }
}
