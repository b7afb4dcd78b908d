package inkflow.cli.demo;

import inkflow.diffusion.EngineOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a {@link Demo}.
 *
 * @param port of the page; 0 takes a free one
 * @param kafkaPort of the broker; 0 takes a free one
 * @param data folder that outlives the demo; empty for a temporary one
 * @param job further options of the job, besides those for the engine
 */
public record DemoOptions(
    int port, int kafkaPort, Optional<Path> data, EngineOptions engine, Map<String, String> job) {

  /** Options with the job's defaults. */
  public DemoOptions(int port, int kafkaPort, Optional<Path> data, EngineOptions engine) {
    this(port, kafkaPort, data, engine, Map.of());
  }
}
