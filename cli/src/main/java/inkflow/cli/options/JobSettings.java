package inkflow.cli.options;

import inkflow.diffusion.EngineOptions;
import inkflow.jobs.JobOptions;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;

/** The job's options, from the options of a command. */
public final class JobSettings {
  private JobSettings() {}

  public static Configuration of(EngineOptions engine, String bootstrapServers) {
    Configuration settings = new Configuration();
    settings.set(JobOptions.KAFKA_BOOTSTRAP, bootstrapServers);
    settings.set(JobOptions.ENGINE_MODEL, engine.sources().model().toString());
    engine
        .sources()
        .vae()
        .map(Path::toString)
        .ifPresent(vae -> settings.set(JobOptions.ENGINE_VAE, vae));
    settings.set(
        JobOptions.ENGINE_LORAS,
        engine.sources().loras().stream()
            .map(lora -> lora.name() + "=" + lora.file() + ":" + plain(lora.scale()))
            .toList());
    settings.set(JobOptions.ENGINE_LENIENT_LORAS, engine.sources().lenientLoras());
    settings.set(JobOptions.ENGINE_DEVICE, engine.hardware().device());
    settings.set(
        JobOptions.ENGINE_PRECISION, engine.hardware().precision().name().toLowerCase(Locale.ROOT));
    settings.set(JobOptions.ENGINE_SCHEDULE, engine.schedule().name());
    settings.set(JobOptions.ENGINE_THREADS, engine.hardware().threads());
    return settings;
  }

  private static String plain(double scale) {
    return new java.math.BigDecimal(Double.toString(scale)).toPlainString();
  }
}
