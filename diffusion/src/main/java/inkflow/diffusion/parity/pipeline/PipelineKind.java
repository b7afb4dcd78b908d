package inkflow.diffusion.parity.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import java.util.Map;
import java.util.function.BiFunction;

/** Whole runs from a prompt to a picture, by what the pipeline of a call starts from. */
public final class PipelineKind implements KindRunner {
  private static final Map<String, BiFunction<PipelineParts, PipelineCall, PipelineRun>> RUNS =
      Map.of(
          "txt2img",
          TextToImageRun::new,
          "img2img",
          ImageToImageRun::new,
          "inpaint",
          InpaintRun::new);

  @Override
  public void run(ParityCase golden, Findings findings) {
    for (Map.Entry<String, JsonNode> call : golden.json().path("calls").properties()) {
      run(new PipelineCall(golden, call.getKey(), call.getValue(), findings));
    }
  }

  private static void run(PipelineCall call) {
    String pipeline = call.pipeline();
    var run = RUNS.get(pipeline.substring(pipeline.indexOf('.') + 1));
    if (run == null) {
      call.findings().fault("not supported yet: " + call.name() + ": " + pipeline);
      return;
    }
    try (PipelineParts parts = PipelineParts.open(call.golden(), call.asked());
        PipelineRun opened = run.apply(parts, call)) {
      opened.compare();
    }
  }
}
