package inkflow.cli.doctor;

import ai.djl.engine.Engine;
import inkflow.cli.libtorch.CudaLibtorch;
import inkflow.cli.process.Failures;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.engine.DeviceList;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.engine.torch.ComputeThreads;
import inkflow.diffusion.engine.torch.NetworksOpener;
import inkflow.diffusion.hardware.GpuProbe;
import inkflow.diffusion.hardware.Processor;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.torchscript.TorchRuntime;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Looks at what an engine with these options would be made of. */
final class EngineFindings {
  private final EngineOptions options;
  private final String device;
  private final Precision precision;
  private final GpuProbe probe;

  EngineFindings(EngineOptions options, GpuProbe probe) {
    this.options = options;
    this.device = options.get(EngineOption.DEVICE);
    this.precision = options.get(EngineOption.PRECISION);
    this.probe = probe;
  }

  /** Loads the one for the processor; for a GPU only says which it will be. */
  Finding libtorch(CudaLibtorch cuda) {
    if (TorchRuntime.given().isPresent()) {
      Path folder = TorchRuntime.given().get();
      return Finding.good(
          "libtorch",
          "the one in PYTORCH_LIBRARY_PATH, " + folder,
          Map.of("folder", folder.toString()));
    }
    return device.equals("cpu") ? ofProcessor() : ofGpu(cuda);
  }

  private static Finding ofGpu(CudaLibtorch cuda) {
    String state =
        cuda.isHere()
            ? "fetched"
            : String.format(
                Locale.ROOT, "not fetched yet; the first run does, %.2f GB", cuda.bytes() / 1e9);
    return Finding.good(
        "libtorch",
        CudaLibtorch.NAME + ", " + state,
        Map.of("build", CudaLibtorch.NAME, "fetched", cuda.isHere()));
  }

  private static Finding ofProcessor() {
    try {
      TorchRuntime.start(0);
      String version = Engine.getEngine("PyTorch").getVersion();
      return Finding.good(
          "libtorch",
          version + " for the processor",
          Map.of("version", version, "build", "cpu", "fetched", true));
    } catch (RuntimeException | LinkageError e) {
      return Finding.fault("libtorch", "can't be loaded: " + Failures.message(e));
    }
  }

  Finding precision() {
    ai.djl.Device torch = device.equals("cpu") ? ai.djl.Device.cpu() : ai.djl.Device.gpu();
    try {
      Precision chosen = Arithmetic.of(torch, precision).precision();
      String name = chosen.name().toLowerCase(Locale.ROOT);
      return Finding.good("precision", name + ", " + why(), Map.of("precision", name));
    } catch (IllegalArgumentException e) {
      return Finding.fault("precision", e.getMessage());
    }
  }

  private String why() {
    if (precision != Precision.AUTO) {
      return "as --precision says";
    }
    if (!device.equals("cpu")) {
      return "as on every GPU";
    }
    return Processor.isFasterInBfloat16()
        ? "as this processor multiplies it faster than float32"
        : "as this processor is not faster in bf16";
  }

  Finding threads() {
    int count = ComputeThreads.of(options.get(EngineOption.THREADS));
    return Finding.good(
        "threads", count + " for one operation on the processor", Map.of("threads", count));
  }

  /** Whether the model's files are whole enough to be opened, and the device has room for it. */
  Finding model() {
    try {
      ModelFiles files = ModelFiles.find(options);
      for (EngineOptions each : DeviceList.each(options)) {
        new NetworksOpener(ModelFiles.find(each), probe).check();
      }
      ModelInfo info = files.info();
      return Finding.good(
          "model",
          "%s, %s, %d px; fits on %s"
              .formatted(info.name(), info.family(), info.nativeSize(), device),
          Map.of("name", info.name(), "family", info.family(), "nativeSize", info.nativeSize()));
    } catch (RuntimeException e) {
      return Finding.fault("model", Failures.message(e));
    }
  }
}
