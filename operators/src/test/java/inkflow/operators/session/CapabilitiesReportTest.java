package inkflow.operators.session;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.EngineCapabilities;
import inkflow.Style;
import inkflow.diffusion.ModelInfo;
import inkflow.operators.SessionDefaults;
import inkflow.operators.SessionLimits;
import inkflow.operators.SettingsGate;
import inkflow.operators.TestingRenderEngine;
import inkflow.operators.scheduling.SessionOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

class CapabilitiesReportTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00.123456789Z");

  @Test
  void saysWhatTheModelHasAndWhatTheJobAllows() {
    ModelInfo model =
        new ModelInfo(
            "painter",
            "sdxl",
            1024,
            List.of("ink", "lcm", "neon"),
            List.of("canny"),
            8,
            "cuda:1",
            Map.of("neon", "neon sign"));
    SessionLimits limits = SessionLimits.defaults();
    SettingsGate gate =
        new SettingsGate(SessionDefaults.defaults(), limits, new TestingRenderEngine(model));

    EngineCapabilities said = CapabilitiesReport.of("job-1", model, gate, limits, NOON);

    assertThat(said)
        .isEqualTo(
            EngineCapabilities.newBuilder()
                .setJob("job-1")
                .setStartedAt(Instant.parse("2026-11-27T12:00:00.123456Z"))
                .setModel("painter")
                .setFamily("sdxl")
                .setDevice("cuda:1")
                .setSide(1024)
                .setLargestSide(limits.side())
                .setStyles(List.of(new Style("ink", null), new Style("neon", "neon sign")))
                .setControls(List.of("canny"))
                .setFollows(false)
                .setSteps(2)
                .setMostSteps(limits.steps())
                .setGuidanceScale(1)
                .build());
  }

  @Test
  void theFirstSubtaskSaysItOnceAndTheOthersDoNot() throws Exception {
    assertThat(saidBy(0))
        .singleElement()
        .extracting(EngineCapabilities::getModel)
        .isEqualTo("testing");
    assertThat(saidBy(1)).isEmpty();
  }

  private static List<EngineCapabilities> saidBy(int subtask) throws Exception {
    TestingRenderEngine engine = new TestingRenderEngine();
    SessionHarness harness =
        new SessionHarness(engine.provider(), SessionOptions.standard(), 2, subtask).started();
    try {
      harness.runMails();
      var said = harness.getSideOutput(SessionOperator.CAPABILITIES);
      return said == null ? List.of() : said.stream().map(StreamRecord::getValue).toList();
    } finally {
      harness.close();
    }
  }
}
