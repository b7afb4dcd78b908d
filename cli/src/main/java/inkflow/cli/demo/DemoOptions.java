package inkflow.cli.demo;

import inkflow.diffusion.EngineOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a {@link Demo}.
 *
 * @param bind address of the page
 * @param port of the page; 0 takes a free one
 * @param kafkaPort of the broker; 0 takes a free one
 * @param data folder that outlives the demo; empty for a temporary one
 * @param job further options of the job, besides those for the engine
 */
public record DemoOptions(
    String bind,
    int port,
    int kafkaPort,
    Optional<Path> data,
    EngineOptions engine,
    Map<String, String> job) {

  /** On this machine only, with the job's defaults. */
  public DemoOptions(int port, int kafkaPort, Optional<Path> data, EngineOptions engine) {
    this("127.0.0.1", port, kafkaPort, data, engine, Map.of());
  }
}
