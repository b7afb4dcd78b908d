package inkflow.operators;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.canvas.settings.PictureSettings;
import inkflow.diffusion.ModelInfo;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsGateTest {
  private static final ModelInfo PLAIN = new ModelInfo("plain", "sd15", 64, List.of("lcm"));

  private static SettingsGate gate(SessionDefaults defaults, int steps, int side) {
    SessionLimits limits =
        new SessionLimits(
            500, steps, side, 1 << 20, 10, 1 << 20, Duration.ofSeconds(5), Duration.ofDays(1));
    return new SettingsGate(defaults, limits, new TestingRenderEngine(PLAIN));
  }

  private static SessionDefaults defaults(SettingsChanged.Builder change) {
    return SessionDefaults.defaults().with(change.build());
  }

  private static String refusal(SettingsGate gate, SettingsChanged.Builder change) {
    SettingsChanged asked = change.build();
    return gate.check(asked, asked).map(Refusal::message).orElse("none");
  }

  @Test
  void modelWithoutASketchAdapterFollowsNothing() {
    SettingsGate gate = gate(SessionDefaults.defaults(), 50, 1024);
    SettingsChanged follows = SettingsChanged.newBuilder().setFollow(1.0).build();
    assertThat(gate.check(follows, follows).orElseThrow().message())
        .isEqualTo("settings.follow: 1.0 (expected: 0, as the model has no sketch adapter)");
    assertThat(gate.resolve(follows).get(PictureSettings.FOLLOW)).isZero();
    assertThat(refusal(gate, SettingsChanged.newBuilder().setFollow(0.0))).isEqualTo("none");
  }

  @Test
  void whatThisMachineDoesNotGrantIsRefused() {
    SettingsGate gate = gate(SessionDefaults.defaults(), 4, 128);
    assertThat(refusal(gate, SettingsChanged.newBuilder().setSteps(4).setWidth(128)))
        .isEqualTo("none");
    assertThat(refusal(gate, SettingsChanged.newBuilder().setSteps(5)))
        .isEqualTo("settings.steps: 5 (expected: 1 to 4)");
    assertThat(refusal(gate, SettingsChanged.newBuilder().setHeight(136)))
        .isEqualTo("settings.size: 64x136 (expected: sides of at most 128)");
    assertThat(refusal(gate, SettingsChanged.newBuilder().setModel("other")))
        .isEqualTo("settings.model: other (expected: plain)");
    assertThat(
            refusal(
                gate, SettingsChanged.newBuilder().setLoras(List.of(new LoraWeight("neon", 1.0)))))
        .isEqualTo("settings.loras: neon (expected: one of [lcm])");
  }

  @Test
  void whatOnlyTheEngineKnowsIsRefusedToo() {
    assertThat(
            refusal(
                gate(SessionDefaults.defaults(), 50, 1024),
                SettingsChanged.newBuilder().setPrompt("p".repeat(3_001))))
        .isEqualTo("settings.prompt: 3001 characters (expected: at most 3000)");
  }

  @Test
  void defaultsAreHeldAgainstTheSameLimits() {
    assertThat(gate(SessionDefaults.defaults(), 50, 1024).checkDefaults()).isEmpty();
    assertThat(
            gate(defaults(SettingsChanged.newBuilder().setSteps(60)), 50, 1024)
                .checkDefaults()
                .map(Refusal::message))
        .contains("settings.steps: 60 (expected: 1 to 50)");
    assertThat(gate(SessionDefaults.defaults(), 50, 32).checkDefaults().map(Refusal::message))
        .as("the model's own size")
        .contains("settings.size: 64x64 (expected: sides of at most 32)");
    assertThat(
            gate(
                    SessionDefaults.defaults().withLoras(List.of(new LoraWeight("neon", 1.0))),
                    50,
                    1024)
                .checkDefaults()
                .map(Refusal::code))
        .contains("settings.loras");
  }
}
