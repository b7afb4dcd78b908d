package inkflow.diffusion.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.engine.Inkling;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.hardware.Gpu;
import inkflow.diffusion.hardware.GpuProbe;
import inkflow.diffusion.hardware.Gpus;
import inkflow.diffusion.hardware.NoGpuException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworksOpenerTest {
  private static final Latent LATENT = new Latent(4, 1, 1, new float[4]);
  private static final GpuProbe NONE =
      () -> {
        throw new NoGpuException("no GPU here");
      };

  @Test
  void modelThatAGpuHasRoomForIsNotRefused() {
    assertThatCode(opener("cuda:1", gpus(8_000_000_000L, 6_000_000_000L))::check)
        .doesNotThrowAnyException();
  }

  @Test
  void modelThatIsTooLargeForWhatIsFreeOfItsGpuIsRefusedWithBothNumbers() {
    assertThatThrownBy(opener("cuda:1", gpus(8_000_000_000L, 20_000_000L))::check)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("GB on cuda:1: ")
        .hasMessageContaining("at most 0.02 GB, which is free");
  }

  @Test
  void gpuThatIsNotThereIsRefusedBeforeLibtorchIsStarted() {
    assertThatThrownBy(opener("cuda:0", NONE)::open).hasMessage("no GPU here");
    assertThatThrownBy(opener("cuda:2", gpus(1L << 33, 1L << 33))::open)
        .hasMessage("device: cuda:2 (expected: cuda:0 to cuda:1)");
  }

  @Test
  void processorNeedsNoDriver() {
    assertThatCode(opener("cpu", NONE)::check).doesNotThrowAnyException();
  }

  @Test
  void modelLeavesAGpuWhatIsFreeLessItsOwnNeedAndTheProcessorIsNotAsked() {
    assertThat(opener("cuda:0", gpus(8_000_000_000L, 0)).gpuRoom().getAsLong())
        .isBetween(7_000_000_000L, 7_990_000_000L);
    assertThat(opener("cpu", NONE).gpuRoom()).isEmpty();
  }

  @Test
  void gpuIsWarmedUpForSeveralNumbersOfRowsAndAProcessorForOne() {
    assertThat(warmedUp(opener("cuda:0", gpus(1L << 33, 0)))).containsExactly(1, 2, 4);
    assertThat(warmedUp(opener("cpu", NONE))).containsExactly(1);
  }

  /** The rows of each call of the UNet. */
  private static List<Integer> warmedUp(NetworksOpener opener) {
    List<Integer> rows = new ArrayList<>();
    Object device =
        Proxy.newProxyInstance(
            NetworksOpenerTest.class.getClassLoader(),
            new Class<?>[] {inkflow.diffusion.engine.device.Device.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "emptyLatent" -> LATENT;
                  case "encodeText" -> List.of(new Embedding(1, 1, new float[] {0}, new float[0]));
                  case "predict" -> {
                    rows.add(((List<?>) arguments[1]).size());
                    yield List.of(LATENT);
                  }
                  case "decode" -> List.of(new Picture(8, 8, new byte[8 * 8 * 3]));
                  default -> List.of();
                });
    opener.warmUp((inkflow.diffusion.engine.device.Device) device, null);
    return rows;
  }

  @Test
  void libtorchWithoutCudaSaysSoAndWhichOneIsExpected() {
    TorchRuntime.start(1);
    assertThatThrownBy(() -> TorchRuntime.requireGpu(Device.gpu(0)))
        .isInstanceOf(NoGpuException.class)
        .hasMessageStartingWith("this libtorch does not compute on the GPU: ")
        .hasMessageContaining("inkflow fetch-cuda gets it")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private static NetworksOpener opener(String device, GpuProbe probe) {
    EngineOptions options =
        Inkling.options(Precision.AUTO)
            .with(EngineOption.DEVICE, device)
            .with(EngineOption.THREADS, 0);
    return new NetworksOpener(ModelFiles.find(options), probe);
  }

  /** Two, with so many bytes free. */
  private static GpuProbe gpus(long first, long second) {
    return () ->
        new Gpus(
            "",
            13000,
            List.of(
                new Gpu(0, "Testing", 90, 1L << 40, first),
                new Gpu(1, "Testing", 90, 1L << 40, second)));
  }
}
