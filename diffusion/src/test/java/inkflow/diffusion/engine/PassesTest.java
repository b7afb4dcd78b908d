package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.Noise;
import inkflow.diffusion.RenderRequest;
import inkflow.diffusion.Sampling;
import inkflow.diffusion.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassesTest {
  private static final Embedding PROMPT = new Embedding(1, 2, new float[] {1, 2}, new float[] {3});
  private static final Embedding NEGATIVE =
      new Embedding(1, 2, new float[] {4, 5}, new float[] {6});

  private static RenderRequest request(String negative, double guidanceScale) {
    return new RenderRequest(
        "a",
        Scene.ofText("sun", negative, 64, 64),
        new Sampling(Noise.of(0), 1, 1, guidanceScale, List.of()));
  }

  @Test
  void guidanceAboveOneAddsThePassOfTheNegativePromptBeforeThePrompts() {
    Passes passes = new Passes(false, false);
    assertThat(passes.prompts(request("dark", 1))).containsExactly("sun");
    assertThat(passes.prompts(request("dark", 1.5))).containsExactly("dark", "sun");
    assertThat(passes.prompts(request("", 1.5))).containsExactly("", "sun");
    assertThat(passes.texts(request("dark", 1.5), List.of(NEGATIVE, PROMPT)))
        .containsExactly(NEGATIVE, PROMPT);
  }

  @Test
  void embeddedGuidanceNeedsOnePass() {
    Passes passes = new Passes(true, false);
    assertThat(passes.prompts(request("dark", 8))).containsExactly("sun");
    assertThat(passes.texts(request("dark", 8), List.of(PROMPT))).containsExactly(PROMPT);
  }

  @Test
  void anEmptyNegativePromptIsZerosWhereTheModelSaysSo() {
    Passes passes = new Passes(false, true);
    assertThat(passes.prompts(request("", 1.5))).containsExactly("sun");
    List<Embedding> texts = passes.texts(request("", 1.5), List.of(PROMPT));
    assertThat(texts).hasSize(2);
    assertThat(texts.get(0).states()).containsExactly(0, 0);
    assertThat(texts.get(0).pooled()).containsExactly(0);
    assertThat(texts.get(1)).isSameAs(PROMPT);
    assertThat(passes.prompts(request("dark", 1.5))).containsExactly("dark", "sun");
  }
}
