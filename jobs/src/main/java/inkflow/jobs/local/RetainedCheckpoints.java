package inkflow.jobs.local;

import static java.util.stream.Collectors.toSet;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;

/**
 * The checkpoints that earlier runs left in a folder: {@code <job id>/chk-<n>/_metadata}.
 *
 * <p>Each run has its own job id, so checkpoints are ordered by the time they were completed and
 * not by n.
 */
final class RetainedCheckpoints {
  private static final String METADATA = "_metadata";

  private final Path folder;

  RetainedCheckpoints(Path folder) {
    this.folder = folder;
  }

  /** Folders of complete checkpoints, newest first. Flink writes the metadata last. */
  List<Path> newestFirst() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals(METADATA))
          .sorted(Comparator.comparing(RetainedCheckpoints::completedAt).reversed())
          .filter(RetainedCheckpoints::isReadable)
          .map(Path::getParent)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }

  /**
   * Deletes the folders of all runs that made none of these. Must not be called while a job runs.
   */
  void forgetAllBut(List<Path> checkpoints) {
    Set<Path> kept = checkpoints.stream().map(Path::getParent).collect(toSet());
    try (Stream<Path> runs = Files.list(folder)) {
      runs.filter(run -> !kept.contains(run)).forEach(Folders::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }

  private static FileTime completedAt(Path metadata) {
    try {
      return Files.getLastModifiedTime(metadata);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + metadata, e);
    }
  }

  /**
   * Whether the metadata is complete. Damaged state files are only found when a job restores them.
   */
  private static boolean isReadable(Path metadata) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      Checkpoints.loadCheckpointMetadata(
          in, RetainedCheckpoints.class.getClassLoader(), metadata.getParent().toUri().toString());
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
