package inkflow.canvas;

import java.io.Serializable;

/**
 * How much one session may hold. What goes beyond is refused, never cut.
 *
 * @param objects on the canvas at once
 * @param points of all strokes and shapes together
 * @param strokePoints of one stroke or shape
 * @param imageBytes of one image's file
 * @param totalImageBytes of all images on the canvas
 * @param imagePixels width times height of one image
 * @param imageSide pixels, the longer side of one image
 * @param textLength characters of one text
 * @param promptLength characters of prompt and negative prompt, each
 * @param nameLength characters of ids, names, content types and font families
 * @param loras in one mix
 * @param coordinate largest absolute value of a coordinate, width or entry of a transform, in
 *     canvas units
 * @param pictureSide pixels, the longer side of a generated picture
 * @param clients known at once; the one that left longest ago makes room
 * @param undoDepth steps a client can go back
 * @param undoBytes that the undo history of a session may hold: removed images, mostly
 */
public record CanvasLimits(
    int objects,
    int points,
    int strokePoints,
    int imageBytes,
    long totalImageBytes,
    long imagePixels,
    int imageSide,
    int textLength,
    int promptLength,
    int nameLength,
    int loras,
    double coordinate,
    int pictureSide,
    int clients,
    int undoDepth,
    long undoBytes)
    implements Serializable {

  private static final int MIB = 1 << 20;

  /** What a session of people drawing never meets, and a machine can bear. */
  public static CanvasLimits defaults() {
    return new CanvasLimits(
        5_000, 500_000, 50_000, 8 * MIB, 32L * MIB, 16L * MIB, 8_192, 2_000, 4_000, 256, 16, 1e4,
        2_048, 256, 100, 16L * MIB);
  }

  /** These limits with another {@link #objects}. */
  public CanvasLimits withObjects(int most) {
    return new CanvasLimits(
        most,
        points,
        strokePoints,
        imageBytes,
        totalImageBytes,
        imagePixels,
        imageSide,
        textLength,
        promptLength,
        nameLength,
        loras,
        coordinate,
        pictureSide,
        clients,
        undoDepth,
        undoBytes);
  }

  /** These limits with another {@link #points}. */
  public CanvasLimits withPoints(int most) {
    return new CanvasLimits(
        objects,
        most,
        strokePoints,
        imageBytes,
        totalImageBytes,
        imagePixels,
        imageSide,
        textLength,
        promptLength,
        nameLength,
        loras,
        coordinate,
        pictureSide,
        clients,
        undoDepth,
        undoBytes);
  }

  /** These limits with another {@link #imageBytes}. */
  public CanvasLimits withImageBytes(int most) {
    return new CanvasLimits(
        objects,
        points,
        strokePoints,
        most,
        totalImageBytes,
        imagePixels,
        imageSide,
        textLength,
        promptLength,
        nameLength,
        loras,
        coordinate,
        pictureSide,
        clients,
        undoDepth,
        undoBytes);
  }

  /** These limits with another {@link #clients}. */
  public CanvasLimits withClients(int most) {
    return new CanvasLimits(
        objects,
        points,
        strokePoints,
        imageBytes,
        totalImageBytes,
        imagePixels,
        imageSide,
        textLength,
        promptLength,
        nameLength,
        loras,
        coordinate,
        pictureSide,
        most,
        undoDepth,
        undoBytes);
  }

  /** These limits with another {@link #undoDepth} and {@link #undoBytes}. */
  public CanvasLimits withUndo(int depth, long bytes) {
    return new CanvasLimits(
        objects,
        points,
        strokePoints,
        imageBytes,
        totalImageBytes,
        imagePixels,
        imageSide,
        textLength,
        promptLength,
        nameLength,
        loras,
        coordinate,
        pictureSide,
        clients,
        depth,
        bytes);
  }
}
