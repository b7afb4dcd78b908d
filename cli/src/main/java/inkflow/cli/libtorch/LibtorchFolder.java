package inkflow.cli.libtorch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A folder with libtorch as its wheels lay it out, since its libraries look for each other there.
 * Until it is complete it stands beside itself, as {@code NAME.part}; what is in that is whole.
 */
final class LibtorchFolder {
  private static final Pattern LIBRARY = Pattern.compile("[A-Za-z0-9_/]+/lib/lib[^/]+\\.so[.0-9]*");

  /** For Python, or for what no network of ours does. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "torch/lib/libtorch_python.so",
          "torch/lib/libshm.so",
          "torch/lib/libtorch_global_deps.so",
          "torch/lib/libtorch_cuda_linalg.so");

  /** DJL would load it at once, and it needs a driver; here libtorch finds it when it wants it. */
  private static final String NVRTC = "torch/lib/libcaffe2_nvrtc.so";

  private static final String NVRTC_PLACE = "nvidia/cuda_nvrtc/lib/libcaffe2_nvrtc.so";

  private final Path folder;
  private final Path part;

  LibtorchFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    this.part = this.folder.resolveSibling(this.folder.getFileName() + ".part");
  }

  /** With {@code libtorch.so}. */
  Path libraries() {
    return folder.resolve("torch/lib");
  }

  boolean isComplete() {
    return Files.isDirectory(folder);
  }

  /** Waits until no other process fills the folder; closing the channel lets the next one. */
  FileChannel lock() throws IOException {
    Files.createDirectories(folder.getParent());
    FileChannel channel =
        FileChannel.open(
            folder.resolveSibling(folder.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock held = channel.lock();
    if (!held.isValid()) {
      throw new IOException("lock of " + folder + ": lost");
    }
    return channel;
  }

  /** Bytes that its disk has left. */
  long free() throws IOException {
    return Files.getFileStore(folder.getParent()).getUsableSpace();
  }

  boolean has(Wheel wheel) {
    return Files.exists(done(wheel));
  }

  /** An empty folder to download to, on the same disk. */
  Path downloads() throws IOException {
    Path downloads = part.resolve("wheels");
    Files.createDirectories(downloads);
    for (Path left : list(downloads)) {
      Files.delete(left); // of a process that was killed
    }
    return downloads;
  }

  /** Takes over a wheel's libraries, and deletes its file. */
  void add(Wheel wheel, Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String name = entry.getName();
        if (LIBRARY.matcher(name).matches() && !LEFT_OUT.contains(name)) {
          extract(zip, entry, part.resolve(name.equals(NVRTC) ? NVRTC_PLACE : name));
        }
      }
    }
    Files.delete(file);
    Files.createFile(done(wheel));
  }

  private static void extract(ZipFile zip, ZipEntry entry, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Says that all is there. */
  void complete() throws IOException {
    Files.delete(part.resolve("wheels"));
    Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path done(Wheel wheel) {
    return part.resolve(wheel.name() + ".done");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
