package inkflow.cli.options;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the installation: the folder that contains {@code models/}, independent of the working
 * directory.
 */
public final class Install {
  private static final Path MODEL = Path.of("models", "inkling");

  private Install() {}

  /** The built-in Inkling model; empty in an installation without it. */
  public static Optional<Path> embeddedModel() {
    return home().map(home -> home.resolve(MODEL)).filter(Files::isDirectory);
  }

  /** The path of the job's jar for clusters in this installation; the file may not exist yet. */
  public static Path jobJar() {
    Path home = home().orElse(Path.of(""));
    Path image = home.resolve(Path.of("lib", "inkflow-job.jar"));
    return Files.exists(image) ? image : home.resolve(Path.of("jobs", "target", "inkflow-job.jar"));
  }

  private static Optional<Path> home() {
    String told = System.getProperty("inkflow.home");
    if (told != null) {
      return Optional.of(Path.of(told));
    }
    for (Path folder = ownCode(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(MODEL))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private static Path ownCode() {
    try {
      return Path.of(Install.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has no folder", e);
    }
  }
}
