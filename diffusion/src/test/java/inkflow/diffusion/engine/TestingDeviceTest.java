package inkflow.diffusion.engine;

import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.DeviceContract;

class TestingDeviceTest extends DeviceContract {

  @Override
  protected Device open() {
    return new TestingDevice();
  }

  @Override
  protected float tolerance() {
    return 0;
  }
}
