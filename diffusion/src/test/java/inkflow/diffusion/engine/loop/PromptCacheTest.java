package inkflow.diffusion.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.engine.device.LoraMix;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptCacheTest {

  private static EncoderTexts text(String text) {
    return EncoderTexts.of(text);
  }

  private static Embedding ofMebibytes(int size) {
    float[] states = new float[size << 18];
    return new Embedding(1, states.length, states, new float[0]);
  }

  @Test
  void thePromptUnusedForLongestGoesFirst() {
    PromptCache cache = new PromptCache(2);
    cache.put(LoraMix.NONE, text("a"), ofMebibytes(1));
    cache.put(LoraMix.NONE, text("b"), ofMebibytes(1));
    assertThat(cache.all(LoraMix.NONE, List.of(text("a")))).isPresent();
    cache.put(LoraMix.NONE, text("c"), ofMebibytes(1));
    assertThat(cache.knows(LoraMix.NONE, text("a"))).isTrue();
    assertThat(cache.knows(LoraMix.NONE, text("b"))).isFalse();
  }

  @Test
  void longPromptsLeaveRoomForFewer() {
    PromptCache cache = new PromptCache(100);
    Embedding huge = ofMebibytes(100);
    cache.put(LoraMix.NONE, text("a"), huge);
    cache.put(LoraMix.NONE, text("b"), huge);
    cache.put(LoraMix.NONE, text("b"), huge);
    assertThat(cache.knows(LoraMix.NONE, text("a"))).isTrue();
    cache.put(LoraMix.NONE, text("c"), huge);
    assertThat(cache.knows(LoraMix.NONE, text("a"))).isFalse();
    assertThat(cache.all(LoraMix.NONE, List.of(text("b"), text("c")))).isPresent();
  }
}
