package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.noise.VariedNoise;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine with the model it ships with, in float32. */
class InklingEngineTest {
  private static final int SIDE = 256;

  private static DiffusionEngine engine;

  @BeforeAll
  static void open() {
    engine = DiffusionEngine.open(Inkling.options(Precision.FP32));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static Requests beach(String session, double sunX) {
    return Requests.of(session)
        .prompt("the sun over a beach")
        .size(SIDE)
        .steps(2)
        .from(Inkling.beach(SIDE, sunX), 0.6);
  }

  private static RenderResult draw(Requests asked) {
    return engine.render(asked.request()).join();
  }

  @Test
  void knowsItsModelAndItsLoras() {
    assertThat(engine.model().name()).isEqualTo("inkling");
    assertThat(engine.model().nativeSize()).isEqualTo(SIDE);
    assertThat(engine.model().loras()).containsExactlyElementsOf(Inkling.LORAS);
  }

  @Test
  void variationLeadsFromTheSeedsPictureToTheOtherSeeds() {
    Picture own = draw(beach("a", 0.25).seed(3)).picture();
    Picture near = draw(beach("a", 0.25).seed(3).seedVariation(0.1)).picture();
    Picture far = draw(beach("a", 0.25).seed(3).seedVariation(1)).picture();
    Picture other = draw(beach("a", 0.25).seed(VariedNoise.otherSeed(3))).picture();
    assertThat(far.rgb()).isEqualTo(other.rgb());
    assertThat(distance(own, near)).isPositive().isLessThan(distance(own, far));
  }

  private static long distance(Picture a, Picture b) {
    long sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return sum;
  }

  @Test
  void theSunIsWhereItIsPainted() {
    Picture left = draw(beach("a", 0.25)).picture();
    Picture right = draw(beach("a", 0.75)).picture();
    assertThat(yellowAt(left, 0.25)).isGreaterThan(yellowAt(left, 0.75) + 40);
    assertThat(yellowAt(right, 0.75)).isGreaterThan(yellowAt(right, 0.25) + 40);
  }

  /** Red minus blue at the centre of the expected disc. */
  private static int yellowAt(Picture picture, double x) {
    int column = (int) (x * picture.width());
    int row = picture.height() / 8 + picture.height() * 15 / 128;
    int at = 3 * (row * picture.width() + column);
    return (picture.rgb()[at] & 0xff) - (picture.rgb()[at + 2] & 0xff);
  }

  @Test
  void theSameRequestTwiceIsTheSamePictureBitForBit() {
    byte[] first = draw(beach("a", 0.5)).picture().rgb();
    draw(Requests.of("b").prompt("a red apple").size(64));
    assertThat(draw(beach("c", 0.5)).picture().rgb()).isEqualTo(first);
    assertThat(draw(beach("a", 0.5).seed(8)).picture().rgb()).isNotEqualTo(first);
  }

  @Test
  void companyChangesAPictureByRoundingOnly() {
    byte[] alone = draw(beach("me", 0.5)).picture().rgb();
    List<CompletableFuture<RenderResult>> crowd = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      crowd.add(engine.render(beach("s" + i, 0.1 * i).seed(i).steps(3).request()));
    }
    RenderResult mine = engine.render(beach("me", 0.5).request()).join();
    crowd.forEach(CompletableFuture::join);
    assertThat(mine.batchRows()).isGreaterThan(1);
    assertThat(largestDifference(alone, mine.picture().rgb())).isLessThanOrEqualTo(1);
  }

  private static int largestDifference(byte[] one, byte[] other) {
    int largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs((one[i] & 0xff) - (other[i] & 0xff)));
    }
    return largest;
  }

  @Test
  void stylesComeAndGoWithoutATrace() {
    byte[] plain = draw(beach("a", 0.5)).picture().rgb();
    byte[] neon = draw(beach("a", 0.5).lora("neon", 0.8)).picture().rgb();
    assertThat(largestDifference(plain, neon)).isGreaterThan(20);
    assertThat(draw(beach("a", 0.5)).picture().rgb()).isEqualTo(plain);
  }

  @Test
  void aStyleTurnsAWhiteGroundDark() {
    Requests apple =
        Requests.of("a").prompt("a red apple").size(SIDE).steps(2).from(Inkling.apple(SIDE), 0.6);
    assertThat(cornerOf(draw(apple).picture())).isGreaterThan(220);
    assertThat(cornerOf(draw(apple.lora("neon", 0.8)).picture())).isLessThan(90);
  }

  /** Mean brightness of the upper left eighth of a side, 0 to 255. */
  private static double cornerOf(Picture picture) {
    int side = SIDE / 8;
    double sum = 0;
    for (int y = 0; y < side; y++) {
      for (int i = 0; i < 3 * side; i++) {
        sum += picture.rgb()[3 * SIDE * y + i] & 0xff;
      }
    }
    return sum / (3.0 * side * side);
  }

  @Test
  void guidanceMakesTheNegativePromptCount() {
    byte[] plain = draw(beach("a", 0.5)).picture().rgb();
    RenderResult guided = draw(beach("a", 0.5).guidanceScale(1.5));
    assertThat(guided.batchRows()).isEqualTo(2);
    assertThat(largestDifference(plain, guided.picture().rgb())).isGreaterThan(5);
  }

  @Test
  void aLittleMoreStrengthIsAnotherPictureEvenAtTwoSteps() {
    List<byte[]> pictures = new ArrayList<>();
    for (double strength : new double[] {0.30, 0.35, 0.40}) {
      Requests asked = beach("a", 0.5).from(Inkling.beach(SIDE, 0.5), strength);
      pictures.add(draw(asked).picture().rgb());
    }
    assertThat(largestDifference(pictures.get(0), pictures.get(1))).isGreaterThan(5);
    assertThat(largestDifference(pictures.get(1), pictures.get(2))).isGreaterThan(5);
  }

  @Test
  void aMaskKeepsWhatIsBlack() {
    Picture beach = Inkling.beach(SIDE, 0.5);
    Picture lowerHalf = lowerHalf(SIDE);
    Requests asked = Requests.of("a").prompt("a red apple").size(SIDE).steps(2);
    byte[] kept = draw(asked.from(beach, 1).repaint(lowerHalf)).picture().rgb();
    assertThat(meanDifference(kept, beach.rgb(), 0, SIDE * 7 / 16)).isLessThan(12);
    assertThat(meanDifference(kept, beach.rgb(), SIDE * 9 / 16, SIDE)).isGreaterThan(25);
  }

  private static Picture lowerHalf(int side) {
    byte[] rgb = new byte[side * side * 3];
    java.util.Arrays.fill(rgb, rgb.length / 2, rgb.length, (byte) 255);
    return new Picture(side, side, rgb);
  }

  /** Mean difference over some rows of a picture. */
  private static double meanDifference(byte[] one, byte[] other, int fromRow, int toRow) {
    double sum = 0;
    for (int i = 3 * SIDE * fromRow; i < 3 * SIDE * toRow; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return sum / (3.0 * SIDE * (toRow - fromRow));
  }

  @Test
  void theModelsOwnAdapterIsThereUnaskedAndHoldsAPictureToItsDrawing() {
    assertThat(engine.model().controls()).containsExactly("sketch");
    Picture drawing = Inkling.beach(SIDE, 0.3);
    Requests asked = Requests.of("a").prompt("the sun over the sea").size(SIDE).steps(4);
    Requests free = asked.from(drawing, 0.95);
    Requests held = free.control(new ControlInput("sketch", drawing, 1));
    assertThat(meanDifference(draw(held).picture().rgb(), drawing.rgb(), 0, SIDE))
        .isLessThan(0.8 * meanDifference(draw(free).picture().rgb(), drawing.rgb(), 0, SIDE));
  }

  @Test
  void weightsInThePromptCount() {
    Requests words = Requests.of("a").size(SIDE).steps(2);
    byte[] plain = draw(words.prompt("the sun over a beach")).picture().rgb();
    byte[] weighted = draw(words.prompt("the (sun:1.6) over a beach")).picture().rgb();
    assertThat(largestDifference(plain, weighted)).isGreaterThan(5);
    byte[] one = draw(words.prompt("the (sun:1.0) over a beach")).picture().rgb();
    assertThat(one).isEqualTo(plain);
  }

  @Test
  void whatStandsBehindTheFirstChunkCountsToo() {
    String tail = "a red apple, a green tree";
    Requests once = beach("a", 0.5).prompt("the sun " + "over a beach ".repeat(12));
    Requests more = beach("a", 0.5).prompt("the sun " + "over a beach ".repeat(12) + tail);
    assertThat(largestDifference(draw(once).picture().rgb(), draw(more).picture().rgb()))
        .isGreaterThan(3);
    assertThat(draw(more.guidanceScale(1.5)).batchRows())
        .as("the short negative prompt is in the same call")
        .isEqualTo(2);
  }

  @Test
  void drawsAnyMultipleOfEight() {
    assertThat(draw(Requests.of("a").size(72).steps(1)).picture().width()).isEqualTo(72);
  }

  @Test
  void whatTheModelLacksIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> draw(beach("a", 0.5).lora("oil", 1)))
        .hasCauseInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(
            "loras: oil (expected: one of " + String.join(", ", Inkling.LORAS) + ")");
  }
}
