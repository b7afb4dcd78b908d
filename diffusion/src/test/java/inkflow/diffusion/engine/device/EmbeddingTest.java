package inkflow.diffusion.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final Embedding TWO = new Embedding(2, 1, new float[] {1, 2}, new float[] {9});
  private static final Embedding THREE =
      new Embedding(3, 1, new float[] {3, 4, 5}, new float[] {8});

  @Test
  void chunksStandBehindOneAnotherUnderTheFirstOnesPooled() {
    Embedding joined = Embedding.join(List.of(TWO, THREE));
    assertThat(joined.tokens()).isEqualTo(5);
    assertThat(joined.states()).containsExactly(1, 2, 3, 4, 5);
    assertThat(joined.pooled()).containsExactly(9);
  }

  @Test
  void textsOfTwoLengthsRepeatUntilTheyAreOfOne() {
    List<Embedding> texts = Embedding.ofOneLength(List.of(TWO, THREE));
    assertThat(texts.get(0).states()).containsExactly(1, 2, 1, 2, 1, 2);
    assertThat(texts.get(1).states()).containsExactly(3, 4, 5, 3, 4, 5);
  }

  @Test
  void textsOfOneLengthStayAsTheyAre() {
    assertThat(Embedding.ofOneLength(List.of(TWO, TWO))).allMatch(text -> text == TWO);
  }
}
