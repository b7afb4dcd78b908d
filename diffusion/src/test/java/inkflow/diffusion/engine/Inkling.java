package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.request.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The model in the repository and drawings for it. */
public final class Inkling {
  public static final Path FOLDER = Path.of("../models/inkling");
  public static final List<String> LORAS = List.of("3d", "ink", "lcm", "neon", "pencil");

  private Inkling() {}

  public static EngineOptions options(Precision precision) {
    return EngineOptions.of(FOLDER)
        .with(EngineOption.PRECISION, precision)
        .with(EngineOption.THREADS, 1)
        .with(EngineOption.QUEUED_REQUESTS, 2048);
  }

  /** A yellow disc on bands of light blue, blue and sand. */
  public static Picture beach(int side, double sunX) {
    return drawn(
        side,
        graphics -> {
          band(graphics, new Color(110, 180, 240), 0, side);
          band(graphics, new Color(30, 90, 180), side / 2, side);
          band(graphics, new Color(230, 205, 140), side * 23 / 32, side);
          graphics.setColor(new Color(255, 220, 40));
          int radius = side * 15 / 128;
          graphics.fillOval((int) (sunX * side) - radius, side / 8, 2 * radius, 2 * radius);
        });
  }

  /** A red disc on white. */
  static Picture apple(int side) {
    return drawn(
        side,
        graphics -> {
          band(graphics, Color.WHITE, 0, side);
          graphics.setColor(new Color(210, 40, 40));
          graphics.fillOval(side / 4, side / 4, side / 2, side / 2);
        });
  }

  private static Picture drawn(int side, Consumer<Graphics2D> hand) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    hand.accept(graphics);
    graphics.dispose();
    return Picture.from(image);
  }

  private static void band(Graphics2D graphics, Color colour, int top, int side) {
    graphics.setColor(colour);
    graphics.fillRect(0, top, side, side);
  }
}
