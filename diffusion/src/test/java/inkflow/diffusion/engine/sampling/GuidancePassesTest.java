package inkflow.diffusion.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuidancePassesTest {
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
    GuidancePasses passes = new GuidancePasses(false, false);
    assertThat(passes.prompts(request("dark", 1))).containsExactly(EncoderTexts.of("sun"));
    assertThat(passes.prompts(request("dark", 1.5)))
        .containsExactly(EncoderTexts.of("dark"), EncoderTexts.of("sun"));
    assertThat(passes.prompts(request("", 1.5)))
        .containsExactly(EncoderTexts.of(""), EncoderTexts.of("sun"));
    assertThat(passes.texts(request("dark", 1.5), List.of(NEGATIVE, PROMPT)))
        .containsExactly(NEGATIVE, PROMPT);
  }

  @Test
  void embeddedGuidanceNeedsOnePass() {
    GuidancePasses passes = new GuidancePasses(true, false);
    assertThat(passes.prompts(request("dark", 8))).containsExactly(EncoderTexts.of("sun"));
    assertThat(passes.texts(request("dark", 8), List.of(PROMPT))).containsExactly(PROMPT);
  }

  @Test
  void anEmptyNegativePromptIsZerosWhereTheModelSaysSo() {
    GuidancePasses passes = new GuidancePasses(false, true);
    assertThat(passes.prompts(request("", 1.5))).containsExactly(EncoderTexts.of("sun"));
    List<Embedding> texts = passes.texts(request("", 1.5), List.of(PROMPT));
    assertThat(texts).hasSize(2);
    assertThat(texts.get(0).states()).containsExactly(0, 0);
    assertThat(texts.get(0).pooled()).containsExactly(0);
    assertThat(texts.get(1)).isSameAs(PROMPT);
    assertThat(passes.prompts(request("dark", 1.5)))
        .containsExactly(EncoderTexts.of("dark"), EncoderTexts.of("sun"));
  }
}
