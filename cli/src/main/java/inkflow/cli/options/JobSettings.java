package inkflow.cli.options;

import inkflow.diffusion.EngineOptions;
import inkflow.jobs.EngineKeys;
import inkflow.jobs.JobOptions;
import org.apache.flink.configuration.Configuration;

/** The job's options, from the options of a command. */
public final class JobSettings {
  private JobSettings() {}

  public static Configuration of(EngineOptions engine, String bootstrapServers) {
    Configuration settings = new Configuration();
    settings.set(JobOptions.KAFKA_BOOTSTRAP, bootstrapServers);
    EngineKeys.put(settings, engine);
    return settings;
  }
}
