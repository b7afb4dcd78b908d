package inkflow.canvas.rules;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * How much one session may hold. An event beyond a limit is refused, never truncated. Each limit is
 * a field with its default, which is more than people drawing need and not more than a machine can
 * hold. Immutable once handed out.
 */
public final class CanvasLimits implements Serializable, Cloneable {
  private static final long serialVersionUID = 1L;
  private static final int MIB = 1 << 20;

  private int objects = 5_000;
  private int points = 500_000;
  private int strokePoints = 50_000;
  private int imageBytes = 8 * MIB;
  private long totalImageBytes = 32L * MIB;
  private long imagePixels = 16L * MIB;
  private int imageSide = 8_192;
  private int textLength = 2_000;
  private int promptLength = 4_000;
  private int nameLength = 256;
  private int loras = 16;
  private double coordinate = 1e4;
  private int pictureSide = 2_048;
  private int clients = 256;
  private int undoDepth = 100;
  private long undoBytes = 16L * MIB;

  private CanvasLimits() {}

  /** Every limit's default. */
  public static CanvasLimits defaults() {
    return new CanvasLimits();
  }

  /** Objects on the canvas at once. */
  public int objects() {
    return objects;
  }

  /** Points of all strokes and shapes together. */
  public int points() {
    return points;
  }

  /** Points of one stroke or shape. */
  int strokePoints() {
    return strokePoints;
  }

  /** Bytes of one image's file. */
  public int imageBytes() {
    return imageBytes;
  }

  /** Bytes of all images on the canvas. */
  long totalImageBytes() {
    return totalImageBytes;
  }

  /** Width times height of one image. */
  public long imagePixels() {
    return imagePixels;
  }

  /** Pixels, the longer side of one image. */
  public int imageSide() {
    return imageSide;
  }

  /** Characters of one text. */
  int textLength() {
    return textLength;
  }

  /** Characters of prompt and negative prompt, each. */
  int promptLength() {
    return promptLength;
  }

  /** Characters of ids, names, content types and font families. */
  int nameLength() {
    return nameLength;
  }

  /** LoRAs in one mix. */
  public int loras() {
    return loras;
  }

  /** Largest absolute value of a coordinate, width or entry of a transform, in canvas units. */
  double coordinate() {
    return coordinate;
  }

  /** Pixels, the longer side of a generated picture. */
  int pictureSide() {
    return pictureSide;
  }

  /** Clients remembered at once; see {@code ClientRegistry} for which one is forgotten. */
  public int clients() {
    return clients;
  }

  /** Undo steps of one client. */
  public int undoDepth() {
    return undoDepth;
  }

  /** Bytes that the undo history of a session may hold; mostly removed images. */
  public long undoBytes() {
    return undoBytes;
  }

  /** These limits with another {@link #objects}. */
  public CanvasLimits withObjects(int most) {
    return with(copy -> copy.objects = most);
  }

  /** These limits with another {@link #points}. */
  public CanvasLimits withPoints(int most) {
    return with(copy -> copy.points = most);
  }

  /** These limits with another {@link #imageBytes}. */
  public CanvasLimits withImageBytes(int most) {
    return with(copy -> copy.imageBytes = most);
  }

  /** These limits with another {@link #clients}. */
  public CanvasLimits withClients(int most) {
    return with(copy -> copy.clients = most);
  }

  /** These limits with another {@link #undoDepth} and {@link #undoBytes}. */
  public CanvasLimits withUndo(int depth, long bytes) {
    return with(
        copy -> {
          copy.undoDepth = depth;
          copy.undoBytes = bytes;
        });
  }

  private CanvasLimits with(Consumer<CanvasLimits> change) {
    try {
      CanvasLimits copy = (CanvasLimits) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
