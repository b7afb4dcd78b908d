package inkflow.jobs.local;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How a {@link LocalCluster} runs.
 *
 * @param slots most parallel tasks of each operator
 * @param folder for checkpoints and Flink's temporary files, created if missing
 * @param webPort of Flink's web page on 127.0.0.1; empty for a random port that nobody needs to
 *     know
 */
public record LocalClusterOptions(int slots, Path folder, OptionalInt webPort) {

  public LocalClusterOptions {
    if (slots < 1) {
      throw new IllegalArgumentException("slots: " + slots + " (expected: >= 1)");
    }
  }

  public static LocalClusterOptions of(int slots, Path folder) {
    return new LocalClusterOptions(slots, folder, OptionalInt.empty());
  }

  public LocalClusterOptions withWebPort(int port) {
    return new LocalClusterOptions(slots, folder, OptionalInt.of(port));
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  Path scratch() {
    return folder.resolve("scratch");
  }
}
