package inkflow.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where this Inkflow lives: the folder with {@code models/}, wherever it was called from. */
final class Install {
  private static final Path MODEL = Path.of("models", "inkling");

  private Install() {}

  /** The Inkling model that comes along; empty in an installation without it. */
  static Optional<Path> embeddedModel() {
    String home = System.getProperty("inkflow.home");
    if (home != null) {
      return Optional.of(Path.of(home).resolve(MODEL)).filter(Files::isDirectory);
    }
    return above(ownCode());
  }

  private static Optional<Path> above(Path start) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path model = folder.resolve(MODEL);
      if (Files.isDirectory(model)) {
        return Optional.of(model);
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
