package inkflow.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The folder that the peers are in: a Python environment, their script, and what they print. */
final class PeerFolder {
  private static final String SCRIPT = "peers.py";
  private static final List<String> LIBRARIES =
      List.of("torch==2.11.0", "diffusers==0.42.1", "transformers==5.23.0", "openvino==2026.4.1");

  private final Path folder;
  private final Path python;

  private PeerFolder(Path folder, Path python) {
    this.folder = folder;
    this.python = python;
  }

  /**
   * Fetches the peers into an environment in the folder (some gigabytes), unless they are there.
   *
   * @param environment one that has them already, or null
   */
  static PeerFolder open(Path folder, Path environment) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path own = folder.resolve("venv");
    if (environment == null && !Files.exists(own.resolve("complete"))) {
      System.err.println("fetching the peers into " + own + ", some gigabytes the first time");
      run("python3", "-m", "venv", own.toString());
      List<String> pip = new ArrayList<>(List.of(own + "/bin/pip", "install", "--quiet"));
      pip.addAll(LIBRARIES);
      run(pip.toArray(String[]::new));
      Files.createFile(own.resolve("complete"));
    }
    Path python = (environment == null ? own : environment).resolve("bin/python");
    try (InputStream script =
        Objects.requireNonNull(PeerFolder.class.getResourceAsStream(SCRIPT))) {
      Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    }
    return new PeerFolder(folder, python);
  }

  /** Starts a peer; what its libraries say goes to a file beside the script. */
  Process start(String kind, Setting setting) {
    File said = folder.resolve(kind + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(
            python.toString(),
            folder.resolve(SCRIPT).toString(),
            kind,
            "--threads",
            String.valueOf(setting.threads()),
            "--device",
            setting.device());
    builder.environment().remove("LD_LIBRARY_PATH");
    try {
      return builder.redirectError(Redirect.to(said)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException(Arrays.asList(command) + ": ended with " + status + " (expected: 0)");
    }
  }
}
