package inkflow.diffusion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.weights.file.TensorView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Writes safetensors files. */
public final class TestingSafetensors {
  private TestingSafetensors() {}

  public static Path write(Path file, Collection<TensorView> tensors) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    long end = 0;
    for (TensorView tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name()).put("dtype", tensor.dtype().name());
      var shape = entry.putArray("shape");
      for (long size : tensor.shape()) {
        shape.add(size);
      }
      long begin = end;
      end += tensor.bytes().remaining();
      entry.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.write(length.putLong(json.length).array());
      out.write(json);
      for (TensorView tensor : tensors) {
        byte[] bytes = new byte[tensor.bytes().remaining()];
        tensor.bytes().get(bytes);
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
