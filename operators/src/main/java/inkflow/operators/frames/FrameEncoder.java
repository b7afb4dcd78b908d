package inkflow.operators.frames;

import inkflow.diffusion.request.Picture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Compresses pictures to JPEG or PNG. Reads a picture's bytes without copying them, and keeps one
 * writer per thread, since creating a writer takes about as long as compressing a small frame. Any
 * thread.
 */
public final class FrameEncoder {
  private static final ColorModel RGB =
      new ComponentColorModel(
          ColorSpace.getInstance(ColorSpace.CS_sRGB),
          false,
          false,
          ColorModel.OPAQUE,
          DataBuffer.TYPE_BYTE);
  private static final int[] RED_GREEN_BLUE = {0, 1, 2};

  private final FrameFormat format;
  private final ThreadLocal<ImageWriter> writers = ThreadLocal.withInitial(this::writer);

  public FrameEncoder(FrameFormat format) {
    this.format = format;
  }

  String contentType() {
    return format.contentType();
  }

  byte[] encode(Picture picture) {
    ImageWriter writer = writers.get();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(picture.rgb().length / 4);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(view(picture), null, null), parameters(writer));
    } catch (IOException e) {
      throw new UncheckedIOException("compressing to memory", e);
    } finally {
      writer.reset();
    }
    return bytes.toByteArray();
  }

  private ImageWriteParam parameters(ImageWriter writer) {
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    boolean jpeg = format.contentType().equals(FrameFormat.JPEG);
    parameters.setCompressionQuality(jpeg ? format.quality() : 0.8f);
    return parameters;
  }

  private ImageWriter writer() {
    Iterator<ImageWriter> found = ImageIO.getImageWritersByMIMEType(format.contentType());
    if (!found.hasNext()) {
      throw new IllegalStateException("no writer of " + format.contentType() + " in this JDK");
    }
    return found.next();
  }

  private static BufferedImage view(Picture picture) {
    int width = picture.width();
    DataBufferByte bytes = new DataBufferByte(picture.rgb(), picture.rgb().length);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            bytes, width, picture.height(), width * 3, 3, RED_GREEN_BLUE, null);
    return new BufferedImage(RGB, raster, false, null);
  }
}
