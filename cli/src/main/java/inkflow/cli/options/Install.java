package inkflow.cli.options;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where this Inkflow lives: the folder with {@code models/}, wherever it was called from. */
public final class Install {
  private static final Path MODEL = Path.of("models", "inkling");

  private Install() {}

  /** The Inkling model that comes along; empty in an installation without it. */
  public static Optional<Path> embeddedModel() {
    return home().map(home -> home.resolve(MODEL)).filter(Files::isDirectory);
  }

  /** The job as a jar for clusters, where this installation keeps it; it may not be built. */
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
