package inkflow.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TopicsTest {
  @Test
  void topicsHaveTheNamesOtherProgramsKnow() {
    assertThat(Topics.SKETCH_EVENTS).isEqualTo("sketch-events");
    assertThat(Topics.CAMERA_FRAMES).isEqualTo("camera-frames");
    assertThat(Topics.GENERATED_FRAMES).isEqualTo("generated-frames");
    assertThat(Topics.SESSION_UPDATES).isEqualTo("session-updates");
    assertThat(Topics.DEAD_LETTERS).isEqualTo("dead-letters");
    assertThat(Topics.ENGINE_CAPABILITIES).isEqualTo("engine-capabilities");
  }
}
