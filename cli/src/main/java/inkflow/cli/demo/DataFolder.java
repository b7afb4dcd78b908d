package inkflow.cli.demo;

import inkflow.jobs.local.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The data folder of a demo, locked by one process at a time. The operating system releases the
 * lock when the process ends, even if it is killed.
 */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final boolean temporary;
  private final FileChannel lock;

  private DataFolder(Path path, boolean temporary, FileChannel lock) {
    this.path = path;
    this.temporary = temporary;
    this.lock = lock;
  }

  /**
   * @param wanted created if missing; empty for a temporary one that {@link #close} deletes
   * @throws IllegalStateException if another process has locked it
   */
  static DataFolder open(Optional<Path> wanted) {
    Path path = wanted.map(Folders::make).orElseGet(Folders::temporary).toAbsolutePath();
    try {
      return new DataFolder(path, wanted.isEmpty(), lock(path));
    } catch (IOException e) {
      throw new UncheckedIOException("--data: " + path + " (expected: a folder to write to)", e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(lockFile(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Locked by this process itself; treated like a lock of another one.
    }
    channel.close();
    throw new IllegalStateException(
        "--data: " + path + " (expected: a folder that no other inkflow demo uses)");
  }

  private static Path lockFile(Path path) {
    return path.resolve("inkflow.lock");
  }

  Path kafka() {
    return path.resolve("kafka");
  }

  Path flink() {
    return path.resolve("flink");
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(lockFile(path));
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("letting go of " + path, e);
    }
    if (temporary) {
      Folders.delete(path);
    }
  }
}
