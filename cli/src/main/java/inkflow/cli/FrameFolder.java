package inkflow.cli;

import inkflow.GeneratedFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Saves frames as files whose names sort by frame number. */
final class FrameFolder {
  private final Path folder;

  FrameFolder(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("--save: " + folder + " (expected: a folder)", e);
    }
  }

  Path save(GeneratedFrame frame) {
    String suffix = frame.getContentType().replaceFirst(".*/", "").replace("jpeg", "jpg");
    Path file =
        folder.resolve(String.format(Locale.ROOT, "frame-%08d.%s", frame.getFrameNumber(), suffix));
    try (WritableByteChannel out = Channels.newChannel(Files.newOutputStream(file))) {
      out.write(frame.getBytes().duplicate());
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
    return file;
  }
}
