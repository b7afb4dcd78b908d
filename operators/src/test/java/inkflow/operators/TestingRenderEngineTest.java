package inkflow.operators;

import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.RenderEngineContract;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.util.List;
import java.util.Optional;

/** The tests' engine keeps what the real one keeps. */
class TestingRenderEngineTest extends RenderEngineContract {
  private final TestingRenderEngine engine = new TestingRenderEngine();
  private boolean held;

  @Override
  protected RenderEngine open() {
    engine.beQuick();
    return engine;
  }

  @Override
  protected Optional<RenderRequest> impossible() {
    return Optional.of(
        new RenderRequest(
            "a",
            Scene.ofText("p".repeat(3_001), "", 64, 64),
            new Sampling(Noise.of(1), 1, 1, 1, List.of())));
  }

  @Override
  protected boolean hold() {
    held = true;
    engine.beSlow();
    return true;
  }

  @Override
  protected void goOn() {
    if (held) {
      held = false;
      engine.beQuick();
      while (!engine.asked().isEmpty()) {
        engine.next().complete();
      }
    }
  }
}
