package inkflow.diffusion.weights.file;

import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A memory-mapped safetensors file of any length. Opening reads the header, checks every range and
 * maps the data; the operating system reads the weights on access and shares them between
 * processes. A mapping is freed with its last view, so there is nothing to close. Immutable.
 */
public final class SafetensorsFile {
  /** The format's own limit. */
  private static final long MAX_HEADER = 100_000_000;

  /**
   * Tensors are mapped in segments of about this size, so that there are few mappings and none over
   * 2 GB.
   */
  private static final long SEGMENT = 1L << 30;

  private final Path path;
  private final Map<String, TensorView> tensors;
  private final Map<String, String> metadata;

  private SafetensorsFile(
      Path path, Map<String, TensorView> tensors, Map<String, String> metadata) {
    this.path = path;
    this.tensors = Collections.unmodifiableMap(tensors);
    this.metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * Opens and checks a file.
   *
   * @throws InvalidModelException when it is missing or not a whole, well-formed safetensors file
   */
  public static SafetensorsFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw new InvalidModelException(path, "", "is a folder (expected: a safetensors file)");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return read(path, channel);
    } catch (NoSuchFileException e) {
      throw new InvalidModelException(path, "", "no such file", e);
    } catch (IOException e) {
      throw new InvalidModelException(path, "", "can't be read: " + e.getMessage(), e);
    }
  }

  public Path path() {
    return path;
  }

  /** Tensors by name, in the order of the data. */
  public Map<String, TensorView> tensors() {
    return tensors;
  }

  /** The header's {@code __metadata__}. */
  public Map<String, String> metadata() {
    return metadata;
  }

  private static SafetensorsFile read(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(size, 64));
    while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {}
    long length = headerLength(path, size, start.flip().order(ByteOrder.LITTLE_ENDIAN));
    ByteBuffer json = channel.map(MapMode.READ_ONLY, 8, length);
    SafetensorsHeader header = SafetensorsHeader.parse(path, new ByteBufferBackedInputStream(json));
    List<SafetensorsHeader.Entry> entries = inOrder(path, header, size - 8 - length);
    return new SafetensorsFile(path, map(path, channel, 8 + length, entries), header.metadata());
  }

  private static long headerLength(Path path, long size, ByteBuffer start) {
    ForeignFiles.refuse(path, start);
    if (size < 8) {
      throw new InvalidModelException(path, "", size + " bytes (expected: a safetensors file)");
    }
    long length = start.getLong(0);
    if (length < 2 || length > MAX_HEADER || length > size - 8) {
      throw new InvalidModelException(
          path,
          "",
          "header length: "
              + Long.toUnsignedString(length)
              + " (expected: 2 to "
              + Math.min(MAX_HEADER, size - 8)
              + ")");
    }
    return length;
  }

  /** The entries by position, after checking that they tile the data exactly. */
  private static List<SafetensorsHeader.Entry> inOrder(
      Path path, SafetensorsHeader header, long dataLength) {
    List<SafetensorsHeader.Entry> entries = new ArrayList<>(header.tensors().values());
    for (SafetensorsHeader.Entry entry : entries) {
      checkRange(path, entry, dataLength);
    }
    entries.sort(
        Comparator.comparingLong(SafetensorsHeader.Entry::begin)
            .thenComparingLong(SafetensorsHeader.Entry::end));
    long at = 0;
    String before = "the header";
    for (SafetensorsHeader.Entry entry : entries) {
      if (entry.begin() != at) {
        String how = entry.begin() < at ? "overlaps " : "leaves a gap after ";
        throw new InvalidModelException(
            path,
            entry.name(),
            how + before + ": begin " + entry.begin() + " (expected: " + at + ")");
      }
      at = entry.end();
      before = entry.name();
    }
    if (at != dataLength) {
      throw new InvalidModelException(
          path,
          "",
          (dataLength - at) + " bytes after the last tensor, " + before + " (expected: none)");
    }
    return entries;
  }

  private static void checkRange(Path path, SafetensorsHeader.Entry entry, long dataLength) {
    String offsets = "data_offsets: [" + entry.begin() + ", " + entry.end() + "]";
    if (entry.begin() > entry.end() || entry.end() > dataLength) {
      throw new InvalidModelException(
          path, entry.name(), offsets + " (expected: rising, at most " + dataLength + ")");
    }
    long bytes = entry.dtype().bytes();
    try {
      for (long size : entry.shape()) {
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException e) {
      bytes = -1;
    }
    if (bytes != entry.end() - entry.begin()) {
      throw new InvalidModelException(
          path,
          entry.name(),
          "shape: " + entry.shape() + " of " + entry.dtype() + " does not fit " + offsets);
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new InvalidModelException(
          path, entry.name(), bytes + " bytes (expected: below 2 GB in one tensor)");
    }
  }

  private static Map<String, TensorView> map(
      Path path, FileChannel channel, long origin, List<SafetensorsHeader.Entry> entries)
      throws IOException {
    Map<String, TensorView> tensors = new LinkedHashMap<>();
    for (int first = 0; first < entries.size(); ) {
      long begin = entries.get(first).begin();
      int last = first;
      while (last + 1 < entries.size() && entries.get(last + 1).end() - begin <= SEGMENT) {
        last++;
      }
      long length = entries.get(last).end() - begin;
      MappedByteBuffer segment = channel.map(MapMode.READ_ONLY, origin + begin, length);
      for (SafetensorsHeader.Entry entry : entries.subList(first, last + 1)) {
        long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
        ByteBuffer bytes =
            segment.slice((int) (entry.begin() - begin), (int) (entry.end() - entry.begin()));
        tensors.put(
            entry.name(), new TensorView(path, entry.name(), entry.dtype(), shape, bytes, true));
      }
      first = last + 1;
    }
    return tensors;
  }
}
