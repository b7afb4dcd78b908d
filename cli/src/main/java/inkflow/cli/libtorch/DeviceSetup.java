package inkflow.cli.libtorch;

import ai.djl.Device;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.engine.DeviceList;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.engine.torch.NetworksOpener;
import inkflow.diffusion.engine.torch.TorchDeviceName;
import inkflow.diffusion.hardware.CudaDriver;
import inkflow.diffusion.hardware.Gpu;
import java.io.PrintWriter;
import java.util.Optional;

/** Makes sure of what options ask for, before anything starts: device, memory and libtorch. */
public final class DeviceSetup {
  private DeviceSetup() {}

  /**
   * Does nothing for the processor, which the engine looks at itself.
   *
   * @param log what is fetched, if something is
   * @throws inkflow.diffusion.hardware.NoGpuException if there is no such GPU, or it can't be used
   * @throws inkflow.diffusion.weights.file.InvalidModelException if the model is too large for it
   * @throws FetchException if its libtorch can't be had
   */
  public static void prepare(EngineOptions options, PrintWriter log) throws InterruptedException {
    if (options.get(EngineOption.DEVICE).equals("cpu")) {
      return;
    }
    for (EngineOptions each : DeviceList.each(options)) {
      Optional<Gpu> gpu = new NetworksOpener(ModelFiles.find(each)).check();
      if (gpu.isPresent()) {
        CudaLibtorch.standard().use(gpu.get(), log);
      }
    }
  }

  /**
   * The same without a model.
   *
   * @throws IllegalArgumentException if {@code device} is none
   */
  public static void prepare(String device, PrintWriter log) throws InterruptedException {
    Device torch = TorchDeviceName.of(device);
    if (torch.isGpu()) {
      CudaLibtorch.standard()
          .use(CudaDriver.here().probe().require(device, torch.getDeviceId()), log);
    }
  }
}
