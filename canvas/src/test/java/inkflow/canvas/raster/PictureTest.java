package inkflow.canvas.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import inkflow.Image;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.Stroke;
import inkflow.StrokePoint;
import inkflow.Text;
import inkflow.canvas.document.TestingSession;
import inkflow.canvas.rules.RefusedEventException;
import inkflow.canvas.rules.TestingImages;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks single pixels of drawn pictures. */
final class PictureTest {
  private static final int SKY = 0xFF3060A0;

  /** 16x16 pixels of 0x1478DC as lossless WebP. */
  private static final String BLUE_WEBP = "UklGRhwAAABXRUJQVlA4TBAAAAAvD8ADACheKcrd/wAAAAAA";

  private final TestingSession session = new TestingSession();

  @Test
  void theUnitSquareLiesInTheMiddleOfTheLongerSide() throws Exception {
    session.clear("a", SKY);
    add("square", TestingSession.shape(ShapeKind.RECTANGLE, 0, 0, 1, 1));

    assertThat(colour(200, 100, 49, 50)).isEqualTo(SKY);
    assertThat(colour(200, 100, 50, 0)).isEqualTo(TestingSession.RED);
    assertThat(colour(200, 100, 149, 99)).isEqualTo(TestingSession.RED);
    assertThat(colour(200, 100, 150, 50)).isEqualTo(SKY);
    assertThat(colour(100, 200, 50, 49)).isEqualTo(SKY);
    assertThat(colour(100, 200, 99, 50)).isEqualTo(TestingSession.RED);
  }

  @Test
  void aMovedDiscIsWhereItWasMoved() throws Exception {
    session.disc("a", "sun");
    session.move("a", "sun", .5);

    assertThat(colour(100, 100, 30, 30)).isEqualTo(0xFFFFFFFF);
    assertThat(colour(100, 100, 80, 30)).isEqualTo(TestingSession.RED);
  }

  @Test
  void aSeeThroughStrokeIsEvenWhereItCrossesItself() throws Exception {
    add("loop", stroke(.2, .5, false, .2, .5, .8, .5, .2, .5, .8, .5));
    BufferedImage picture = new Rasterizer().draw(session.document, 100, 100);

    for (int x = 25; x < 75; x++) {
      assertThat(picture.getRGB(x, 50)).isEqualTo(picture.getRGB(50, 50));
    }
    assertThat(picture.getRGB(50, 50) & 255).isBetween(126, 129);
  }

  @Test
  void aStrokeIsAsWideAsItsPressure() throws Exception {
    List<StrokePoint> points = List.of(new StrokePoint(.1, .5, 1.0), new StrokePoint(.9, .5, .2));
    add("wedge", new Stroke(0xFF000000, .2, 1.0, false, points));

    assertThat(darkRows(15)).isBetween(18, 20);
    assertThat(darkRows(85)).isBetween(4, 6);
  }

  private int darkRows(int x) {
    BufferedImage picture = new Rasterizer().draw(session.document, 100, 100);
    int dark = 0;
    for (int y = 0; y < 100; y++) {
      dark += (picture.getRGB(x, y) & 255) < 128 ? 1 : 0;
    }
    return dark;
  }

  @Test
  void anEraserPaintsTheBackgroundOverWhatLiesBelowOnly() throws Exception {
    session.clear("a", SKY);
    add("below", TestingSession.shape(ShapeKind.RECTANGLE, 0, 0, 1, 1));
    add("eraser", stroke(.2, 1, true, .2, .5, .8, .5));
    add("above", TestingSession.shape(ShapeKind.RECTANGLE, .6, .4, .7, .6));

    assertThat(colour(100, 100, 40, 50)).isEqualTo(SKY);
    assertThat(colour(100, 100, 65, 50)).isEqualTo(TestingSession.RED);
    assertThat(colour(100, 100, 40, 80)).isEqualTo(TestingSession.RED);
  }

  @Test
  void opacityHoldsForTheWholeAndNotForFillAndOutlineApart() throws Exception {
    Shape framed = TestingSession.shape(ShapeKind.RECTANGLE, .2, .2, .8, .8);
    framed.setFill(0xFF000000);
    framed.setOutline(0xFF000000);
    framed.setOutlineWidth(.2);
    add("framed", framed);
    session.send("a", new ObjectChanged("framed", null, null, null, null, .5));

    assertThat(colour(100, 100, 50, 50)).isEqualTo(colour(100, 100, 25, 50));
    assertThat(colour(100, 100, 15, 50)).isEqualTo(colour(100, 100, 50, 50));
  }

  @Test
  void noFillLeavesTheInsideOpen() throws Exception {
    Shape ring = TestingSession.shape(ShapeKind.ELLIPSE, .1, .1, .9, .9);
    ring.setFill(0);
    ring.setOutline(TestingSession.BLUE);
    ring.setOutlineWidth(.1);
    add("ring", ring);

    assertThat(colour(100, 100, 50, 50)).isEqualTo(0xFFFFFFFF);
    assertThat(colour(100, 100, 10, 50)).isEqualTo(TestingSession.BLUE);
  }

  @Test
  void imagesFillTheirPlace() throws Exception {
    add("photo", new Image("image/jpeg", TestingImages.jpeg(900, 700), 0.0, 0.0, .5, .5));
    int right = colour(100, 100, 47, 10);

    assertThat(right >> 16 & 255).isGreaterThan(220);
    assertThat(colour(100, 100, 2, 10) >> 16 & 255).isLessThan(30);
    assertThat(colour(100, 100, 60, 10)).isEqualTo(0xFFFFFFFF);
  }

  @Test
  void webpIsRead() throws Exception {
    ByteBuffer file = ByteBuffer.wrap(Base64.getDecoder().decode(BLUE_WEBP));
    add("blue", new Image("image/webp", file, 0.0, 0.0, 1.0, 1.0));

    assertThat(colour(16, 16, 8, 8)).isEqualTo(0xFF1478DC);
  }

  @Test
  void anImageThatBreaksOffIsDrawnAsFarAsItGoes() throws Exception {
    byte[] whole = TestingImages.png(300, 300).array();
    ByteBuffer half = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length * 3 / 4));
    add("photo", new Image("image/png", half, 0.0, 0.0, 1.0, 1.0));

    assertThat(colour(100, 100, 90, 5) >> 16 & 255).isGreaterThan(200);
  }

  @Test
  void textIsDrawnOnItsBaseline() throws Exception {
    assumeTrue(Rasterizer.drawsText(), "no fonts here");
    add("word", new Text("HHHH", .1, .5, .3, 0xFF000000, null));

    assertThat(darkRows(20, 0, 48)).isPositive();
    assertThat(darkRows(20, 52, 100)).isZero();
  }

  private int darkRows(int x, int from, int to) {
    BufferedImage picture = new Rasterizer().draw(session.document, 100, 100);
    int dark = 0;
    for (int y = from; y < to; y++) {
      for (int i = x - 8; i < x + 8; i++) {
        dark += (picture.getRGB(i, y) & 255) < 128 ? 1 : 0;
      }
    }
    return dark;
  }

  private void add(String objectId, Object object) throws RefusedEventException {
    session.send("a", new ObjectAdded(objectId, 0.0, object));
  }

  private static Stroke stroke(double width, double opacity, boolean eraser, double... xys) {
    List<StrokePoint> points = new ArrayList<>();
    for (int i = 0; i < xys.length; i += 2) {
      points.add(new StrokePoint(xys[i], xys[i + 1], 1.0));
    }
    return new Stroke(0xFF000000, width, opacity, eraser, points);
  }

  private int colour(int width, int height, int x, int y) {
    return new Rasterizer().draw(session.document, width, height).getRGB(x, y);
  }
}
