package inkflow.jobs.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.SerializedThrowable;

/** A job on a {@link LocalCluster}. */
public final class LocalJob {
  private static final Duration POLL = Duration.ofMillis(20);

  private final MiniCluster cluster;
  private final JobID id;
  private final Optional<Path> restoredFrom;

  private LocalJob(MiniCluster cluster, JobID id, Optional<Path> restoredFrom) {
    this.cluster = cluster;
    this.id = id;
    this.restoredFrom = restoredFrom;
  }

  static LocalJob submit(MiniCluster cluster, JobGraph graph, Optional<Path> restoredFrom) {
    try {
      return new LocalJob(cluster, cluster.submitJob(graph).join().getJobID(), restoredFrom);
    } catch (RuntimeException e) {
      throw new LocalJobException("the job was not taken", e);
    }
  }

  /**
   * The checkpoint from which it was restored; empty if it started from the beginning of its
   * topics.
   */
  public Optional<Path> restoredFrom() {
    return restoredFrom;
  }

  /** Whether a task ever failed, even if the job recovered. */
  public boolean everFaulted() {
    return graph().getFailureInfo() != null;
  }

  /**
   * Completes when the job ends.
   *
   * @return fails with {@link LocalJobException} if the job failed; completes normally if it was
   *     stopped with its cluster
   */
  public CompletableFuture<Void> ended() {
    return cluster
        .requestJobResult(id)
        .thenAccept(
            result -> {
              if (result.getSerializedThrowable().isPresent()) {
                throw failure("the job failed", result.getSerializedThrowable().get());
              }
            });
  }

  void awaitRunning(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!allRunning(graph())) {
      if (System.nanoTime() > end) {
        throw new LocalJobException("the job did not start within " + limit, null);
      }
      pause();
    }
  }

  /** Cancels the job and waits until its tasks have ended. */
  void cancel() {
    if (!graph().getState().isGloballyTerminalState()) {
      cluster.cancelJob(id).join();
    }
    cluster.requestJobResult(id).join();
  }

  private AccessExecutionGraph graph() {
    return cluster.getExecutionGraph(id).join();
  }

  /** A failure before all tasks ran once is not transient, so it ends the wait at once. */
  private static boolean allRunning(AccessExecutionGraph graph) {
    ErrorInfo fault = graph.getFailureInfo();
    if (fault != null) {
      throw failure("the job did not start", fault.getException());
    }
    if (graph.getState() != JobStatus.RUNNING) {
      return false;
    }
    for (var vertex : graph.getVerticesTopologically()) {
      for (var task : vertex.getTaskVertices()) {
        if (task.getExecutionState() != ExecutionState.RUNNING) {
          return false;
        }
      }
    }
    return true;
  }

  private static LocalJobException failure(String what, SerializedThrowable cause) {
    return new LocalJobException(what, cause.deserializeError(LocalJob.class.getClassLoader()));
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalJobException("interrupted while the job started", e);
    }
  }
}
