package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.RenderEngineContract;
import inkflow.diffusion.request.RenderRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A lease is an engine to whoever holds it. */
class EngineLeaseTest extends RenderEngineContract {
  private final TestingDevice device = new TestingDevice();
  private final EnginePool pool =
      new EnginePool(options -> TestingEngine.on(device), Duration.ZERO);

  @Override
  protected RenderEngine open() {
    return pool.lease(EngineOptions.of(Path.of("inkling")));
  }

  @Override
  protected Optional<RenderRequest> impossible() {
    return Optional.of(Requests.of("a").lora("watercolour", 1).request());
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
