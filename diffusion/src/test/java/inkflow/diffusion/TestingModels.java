package inkflow.diffusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small models of every family, with random weights. */
public final class TestingModels {
  private TestingModels() {}

  public static Path sd15() {
    return Golden.of("models").path("sd15");
  }

  public static Path sdxl() {
    return Golden.of("models").path("sdxl");
  }

  /** The SD1.5 model with the UNet of a full LCM, in a folder of its own. */
  public static Path fullLcm(Path folder) throws IOException {
    copy(sd15(), folder);
    copy(Golden.of("models").path("lcm"), folder);
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      for (Path file : all) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }
}
