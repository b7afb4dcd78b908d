package inkflow.operators.scheduling;

import inkflow.diffusion.EngineMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What one subtask's sessions do. Task thread only. */
public final class SessionMetrics {
  private static final int WINDOW = 1000;
  private final MetricGroup group;
  private final Counter frames;
  private final Counter conflated;
  private final Histogram frameMillis;
  private final Map<String, Counter> dropped = new HashMap<>();

  public SessionMetrics(
      MetricGroup group, IntSupplier sessions, IntSupplier inFlight, EngineMetrics engine) {
    this.group = group;
    this.frames = group.counter("framesEmitted");
    this.conflated = group.counter("eventsConflated");
    this.frameMillis = group.histogram("frameMillis", new DescriptiveStatisticsHistogram(WINDOW));
    engine(group.addGroup("engine"), engine);
    group.gauge("sessions", (Gauge<Integer>) sessions::getAsInt);
    group.gauge("rendersInFlight", (Gauge<Integer>) inFlight::getAsInt);
  }

  /** The engine's own figures, the same in every subtask that shares it. */
  private static void engine(MetricGroup group, EngineMetrics engine) {
    group.gauge("waiting", (Gauge<Integer>) engine::waiting);
    group.gauge("oldestWaitMillis", (Gauge<Long>) () -> engine.oldestWait().toMillis());
    group.gauge("rowsPerBatch", (Gauge<Double>) engine::rowsPerBatch);
    group.gauge("busyShare", (Gauge<Double>) engine::busyShare);
    group.gauge("rendered", (Gauge<Long>) engine::rendered);
    group.gauge("failed", (Gauge<Long>) engine::failed);
  }

  /**
   * @param millis from the last event in it to its emission
   */
  public void emitted(long millis) {
    frames.inc();
    frameMillis.update(millis);
  }

  /** An event whose own picture nobody will see, for a newer one comes first. */
  void conflated() {
    conflated.inc();
  }

  /** Something that was not done; {@code reason} is part of the metric's name. */
  public void dropped(String reason) {
    dropped.computeIfAbsent(reason, r -> group.addGroup("reason", r).counter("dropped")).inc();
  }
}
