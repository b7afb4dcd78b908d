package inkflow.diffusion.engine;

import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.RenderEngineContract;
import inkflow.diffusion.request.RenderRequest;
import java.util.Optional;

/** The engine on the tests' device. */
class TestingDeviceEngineTest extends RenderEngineContract {
  private final TestingDevice device = new TestingDevice();

  @Override
  protected RenderEngine open() {
    return TestingEngine.on(device);
  }

  @Override
  protected Optional<RenderRequest> impossible() {
    return Optional.of(Requests.of("a").prompt("sun BREAK ".repeat(11)).request());
  }

  @Override
  protected boolean hold() {
    device.closeGate();
    return true;
  }

  @Override
  protected void goOn() {
    device.openGate();
  }
}
