package inkflow.canvas.raster;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.canvas.document.RandomEvents;
import inkflow.canvas.document.TestingSession;
import inkflow.canvas.rules.RefusedEventException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares incremental drawing with a new rasterizer that draws everything. */
final class RasterizerTest {
  private final TestingSession session = new TestingSession();
  private final Rasterizer rasterizer = new Rasterizer();

  @ParameterizedTest
  @CsvSource({"1,128,128", "2,96,160", "3,200,72", "4,128,128", "5,67,45", "6,256,256"})
  void whatIsDrawnInPartsEqualsWhatIsDrawnAtOnce(long seed, int width, int height) {
    RandomEvents events = new RandomEvents(seed);
    String[] clients = {"a", "b", "c"};
    for (int i = 0; i < 300; i++) {
      try {
        session.send(clients[i % clients.length], events.next(session.objectIds()));
      } catch (RefusedEventException e) {
        assertThat(e.code()).isEqualTo("object.no-stroke");
      }
      assertThat(pixels(rasterizer.draw(session.document, width, height)))
          .as("after event %d of seed %d", i, seed)
          .isEqualTo(pixels(new Rasterizer().draw(session.document, width, height)));
    }
  }

  static int[] pixels(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }
}
