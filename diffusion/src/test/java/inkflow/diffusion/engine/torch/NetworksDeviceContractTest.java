package inkflow.diffusion.engine.torch;

import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.engine.Inkling;
import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.DeviceContract;
import inkflow.diffusion.engine.model.ModelFiles;

/** The real device with a real model. */
class NetworksDeviceContractTest extends DeviceContract {

  @Override
  protected Device open() {
    return new NetworksOpener(ModelFiles.find(Inkling.options(Precision.FP32))).open();
  }

  @Override
  protected float tolerance() {
    return 1e-3f;
  }
}
