package inkflow.diffusion.parity.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import java.util.Map;

/** Whole runs from a prompt to a picture. */
public final class PipelineKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    for (Map.Entry<String, JsonNode> call : golden.json().path("calls").properties()) {
      run(new PipelineCall(golden, call.getKey(), call.getValue(), findings));
    }
  }

  private static void run(PipelineCall call) {
    if (call.start().isEmpty()) {
      call.findings().fault("not supported yet: " + call.name() + ": " + call.pipeline());
      return;
    }
    try (PipelineParts parts = PipelineParts.open(call);
        PipelineRun opened = new PipelineRun(parts, call)) {
      opened.compare();
    }
  }
}
