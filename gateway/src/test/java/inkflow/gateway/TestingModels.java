package inkflow.gateway;

import inkflow.EngineCapabilities;
import inkflow.Style;
import java.time.Instant;
import java.util.List;

/** What jobs say of their models. */
final class TestingModels {
  private TestingModels() {}

  /** Follows the drawing, in two styles, one of which wants a word. */
  static EngineCapabilities inkling() {
    return EngineCapabilities.newBuilder(plain("inkling", 256))
        .setStyles(List.of(new Style("3d", null), new Style("neon", "neon sign")))
        .setControls(List.of("sketch"))
        .setFollows(true)
        .build();
  }

  /** Without styles and ControlNets. */
  static EngineCapabilities plain(String name, int side) {
    return EngineCapabilities.newBuilder()
        .setJob("inkflow")
        .setStartedAt(Instant.parse("2026-11-27T12:00:00Z"))
        .setModel(name)
        .setFamily("sd15")
        .setDevice("cpu")
        .setSide(side)
        .setLargestSide(1024)
        .setStyles(List.of())
        .setControls(List.of())
        .setFollows(false)
        .setSteps(2)
        .setMostSteps(50)
        .setGuidanceScale(1)
        .build();
  }
}
