package inkflow.canvas.kinds;

import inkflow.Image;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A picture from a file.
 *
 * @param bytes the file, never changed
 * @param x left, in canvas units, as are y, width and height
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by value, below
public record ImageContent(
    String contentType, byte[] bytes, double x, double y, double width, double height)
    implements Content {

  static Painted of(Image image) {
    ImageContent content =
        new ImageContent(
            image.getContentType(),
            bytes(image.getBytes()),
            image.getX(),
            image.getY(),
            image.getWidth(),
            image.getHeight());
    return new Painted(content, 0, 0);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public int imageBytes() {
    return bytes.length;
  }

  @Override
  public boolean hasFill() {
    return false;
  }

  @Override
  public Image record(int fill, int outline) {
    ByteBuffer file = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    return new Image(contentType, file, x, y, width, height);
  }

  @Override
  public <R> R visit(Visitor<R> visitor) {
    return visitor.image(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageContent image
        && contentType.equals(image.contentType)
        && x == image.x
        && y == image.y
        && width == image.width
        && height == image.height
        && (bytes == image.bytes || Arrays.equals(bytes, image.bytes));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
