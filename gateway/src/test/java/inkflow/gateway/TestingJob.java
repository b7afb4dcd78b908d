package inkflow.gateway;

import inkflow.GeneratedFrame;
import inkflow.Join;
import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.canvas.document.Document;
import inkflow.canvas.raster.Rasterizer;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A log that also answers like the job, for the page's tests. Applies events to the real document
 * and makes "pictures" that are the canvas with warmer colours. One picture per event, at once.
 */
final class TestingJob extends TestingLog {
  private final Map<String, Document> documents = new HashMap<>();
  private final Map<String, Rasterizer> rasterizers = new HashMap<>();
  private final Map<String, Long> frameNumbers = new HashMap<>();

  @Override
  void applied(SketchEvent event, long offset) {
    String session = event.getSessionId();
    Document before = documents.getOrDefault(session, Document.empty());
    try {
      Document after = before.apply(event, CanvasLimits.defaults());
      documents.put(session, after);
      if (event.getEvent() instanceof Join) {
        publish(new SessionUpdate(session, offset, after.snapshot()));
      }
      if (!after.looksLike(before) || !after.settings().equals(before.settings())) {
        paint(session, after, offset);
      }
    } catch (RefusedEventException e) {
      Notice notice =
          new Notice(event.getClientId(), event.getClientSeq(), e.code(), e.getMessage());
      publish(new SessionUpdate(session, offset, notice));
    }
  }

  private void paint(String session, Document document, long offset) {
    Integer width = document.settings().getWidth();
    Integer height = document.settings().getHeight();
    BufferedImage picture =
        rasterizers
            .computeIfAbsent(session, id -> new Rasterizer())
            .draw(document, width == null ? 256 : width, height == null ? 256 : height);
    light(picture);
    long number = frameNumbers.merge(session, 1L, Long::sum);
    GeneratedFrame frame =
        TestingFrames.frame(
            session, number, jpeg(picture), "image/jpeg", document.clientSeqs(), offset);
    frame.setWidth(picture.getWidth());
    frame.setHeight(picture.getHeight());
    publish(frame);
  }

  private static void light(BufferedImage picture) {
    int size = picture.getHeight();
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
    graphics.setComposite(AlphaComposite.SrcOver.derive(.28f));
    graphics.setPaint(new GradientPaint(0, 0, new Color(0xffb347), 0, size, new Color(0x20104a)));
    graphics.fillRect(0, 0, picture.getWidth(), size);
    graphics.dispose();
  }

  private static byte[] jpeg(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
