package inkflow.jobs.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A Flink cluster in this process: job manager, one task manager, checkpoints in a folder.
 *
 * <p>A job continues from the newest checkpoint in the folder that can be restored, even if the
 * process was killed. Not thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** Most checkpoints to try before the job starts without one. */
  private static final int TRIES = 3;

  private final MiniCluster cluster;
  private final LocalClusterOptions options;

  private LocalCluster(MiniCluster cluster, LocalClusterOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /**
   * Starts a cluster; takes about two seconds.
   *
   * @throws PortTakenException if the web port is taken
   */
  public static LocalCluster start(LocalClusterOptions options) {
    options.webPort().ifPresent(port -> Ports.requireFree("flink-port", port));
    Folders.make(options.checkpoints());
    Folders.delete(options.scratch());
    Folders.make(options.scratch());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(LocalClusterConfig.cluster(options))
                .setCommonBindAddress("127.0.0.1")
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(options.slots())
                .build());
    try {
      cluster.start();
    } catch (Exception e) {
      throw new IllegalStateException("Flink did not start", e);
    }
    return new LocalCluster(cluster, options);
  }

  /** The configuration for a job's environment: checkpoints and restart strategy. */
  public Configuration jobConfiguration() {
    return LocalClusterConfig.job(options);
  }

  /**
   * Runs a job and returns when all its tasks run. Restores the newest checkpoint; if that fails,
   * tries the one before, and in the end starts without one.
   *
   * @param graph makes a new graph for each try
   * @throws LocalJobException if the job can't be started
   */
  public LocalJob run(Supplier<StreamGraph> graph) {
    RetainedCheckpoints retained = new RetainedCheckpoints(options.checkpoints());
    List<Path> checkpoints = retained.newestFirst().stream().limit(TRIES).toList();
    retained.forgetAllBut(checkpoints);
    List<Optional<Path>> starts = new ArrayList<>();
    checkpoints.forEach(checkpoint -> starts.add(Optional.of(checkpoint)));
    starts.add(Optional.empty());
    LocalJobException why = null;
    for (Optional<Path> start : starts) {
      try {
        return tryToRun(graph.get().getJobGraph(), start);
      } catch (LocalJobException e) {
        if (why != null) {
          e.addSuppressed(why);
        }
        why = e;
      }
    }
    throw why;
  }

  private LocalJob tryToRun(JobGraph graph, Optional<Path> checkpoint) {
    checkpoint.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    path.toUri().toString(), false, RecoveryClaimMode.CLAIM)));
    LocalJob job = LocalJob.submit(cluster, graph, checkpoint);
    try {
      job.awaitRunning(START_LIMIT);
      return job;
    } catch (LocalJobException e) {
      job.cancel();
      throw e;
    }
  }

  /** Stops the job and the cluster; keeps the newest checkpoints. */
  @Override
  public void close() {
    cluster.closeAsync().join();
    Folders.delete(options.scratch());
  }
}
