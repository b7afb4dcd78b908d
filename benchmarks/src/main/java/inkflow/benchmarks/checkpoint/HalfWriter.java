package inkflow.benchmarks.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Writes a safetensors file of fp16 tensors; holds only a chunk of one tensor in memory. */
final class HalfWriter {
  private static final int CHUNK = 1 << 22;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Provides the numbers. */
  interface Source {
    Halves halves(String name, long[] shape);
  }

  /** The numbers of one tensor, read chunk by chunk from the beginning. */
  interface Halves {
    void fill(ByteBuffer chunk);
  }

  private HalfWriter() {}

  static void write(Path file, Map<String, long[]> layout, Source source) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(out, header(layout));
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      for (Map.Entry<String, long[]> tensor : layout.entrySet()) {
        Halves halves = source.halves(tensor.getKey(), tensor.getValue());
        for (long left = bytes(tensor.getValue()); left > 0; left -= chunk.capacity()) {
          chunk.clear().limit((int) Math.min(left, chunk.capacity()));
          halves.fill(chunk);
          writeFully(out, chunk.rewind());
        }
      }
    }
  }

  private static ByteBuffer header(Map<String, long[]> layout) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long at = 0;
    for (Map.Entry<String, long[]> tensor : layout.entrySet()) {
      ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "F16");
      entry.set("shape", JSON.valueToTree(tensor.getValue()));
      long end = at + bytes(tensor.getValue());
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    int padded = (json.length + 7) / 8 * 8; // so that the data is aligned
    byte[] text = Arrays.copyOf(json, padded);
    Arrays.fill(text, json.length, padded, (byte) ' ');
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(padded).put(text).flip();
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  static long bytes(long[] shape) {
    return 2 * Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
