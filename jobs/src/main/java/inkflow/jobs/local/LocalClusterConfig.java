package inkflow.jobs.local;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.WebOptions;

/** Flink settings for a cluster of one process. */
final class LocalClusterConfig {
  private LocalClusterConfig() {}

  static Configuration cluster(LocalClusterOptions options) {
    Configuration config = job(options);
    // The blob server's too, which would otherwise listen on every interface.
    config.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
    config.set(RestOptions.ADDRESS, "127.0.0.1");
    config.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    config.set(RestOptions.BIND_PORT, String.valueOf(options.webPort().orElse(0)));
    config.set(WebOptions.SUBMIT_ENABLE, false);
    config.set(CoreOptions.TMP_DIRS, options.scratch().toString());
    return config;
  }

  /** Keeps two checkpoints, so that there is another if one is incomplete. */
  static Configuration job(LocalClusterOptions options) {
    Configuration config = new Configuration();
    config.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    config.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, options.checkpoints().toUri().toString());
    config.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
    config.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // A failure that recurs at once is not transient: let the job fail, so that somebody notices.
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL, 3);
    config.set(
        RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL,
        Duration.ofMinutes(1));
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, Duration.ofMillis(500));
    return config;
  }
}
