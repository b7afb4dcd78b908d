package inkflow.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A picture on a socket, in either direction: length of the header (4 bytes, big-endian), the
 * header as JSON in UTF-8, the image's bytes.
 *
 * @param header describes the picture
 * @param bytes an encoded image
 */
public record PictureMessage(JsonNode header, ByteBuffer bytes) {
  private static final int MOST_HEADER_BYTES = 64 << 10;

  public static Buffer encode(String header, ByteBuffer image) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[image.remaining()];
    image.duplicate().get(bytes);
    return Buffer.buffer(4 + json.length + bytes.length)
        .appendInt(json.length)
        .appendBytes(json)
        .appendBytes(bytes);
  }

  public static PictureMessage decode(Buffer message) throws BadMessageException {
    int length = message.length() < 4 ? -1 : message.getInt(0);
    int most = Math.min(MOST_HEADER_BYTES, message.length() - 4);
    if (length < 2 || length > most) {
      throw new BadMessageException(
          "header length", Integer.toString(length), ">= 2 and <= " + Math.max(2, most));
    }
    try {
      JsonNode header = RecordJson.MAPPER.readTree(message.getBytes(4, 4 + length));
      byte[] image = message.getBytes(4 + length, message.length());
      return new PictureMessage(header, ByteBuffer.wrap(image));
    } catch (IOException e) {
      throw new BadMessageException(
          "header", message.getString(4, 4 + length), "JSON of the length before it");
    }
  }
}
