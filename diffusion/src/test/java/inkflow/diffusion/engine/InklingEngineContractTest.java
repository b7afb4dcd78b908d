package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.RenderEngineContract;
import inkflow.diffusion.request.RenderRequest;
import java.util.Optional;

/** The real engine with a real model. */
class InklingEngineContractTest extends RenderEngineContract {

  @Override
  protected RenderEngine open() {
    return DiffusionEngine.open(Inkling.options(Precision.FP32));
  }

  /** More steps than the model was distilled on. */
  @Override
  protected Optional<RenderRequest> impossible() {
    return Optional.of(Requests.of("a").steps(51).request());
  }
}
