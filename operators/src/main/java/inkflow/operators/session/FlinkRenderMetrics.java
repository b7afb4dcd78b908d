package inkflow.operators.session;

import inkflow.diffusion.EngineMetrics;
import inkflow.operators.scheduling.DropReason;
import inkflow.operators.scheduling.RenderMetrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * {@link RenderMetrics} in Flink's registry. All are registered at start, so a counter of something
 * that never happened is 0. docs/metrics.md describes each.
 */
final class FlinkRenderMetrics implements RenderMetrics {
  private static final int WINDOW = 1000;
  private final Counter frames;
  private final Counter conflated;
  private final Histogram frameMillis;
  private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

  FlinkRenderMetrics(
      MetricGroup group,
      IntSupplier sessions,
      IntSupplier inFlight,
      LongSupplier drawingBytes,
      EngineMetrics engine) {
    frames = group.counter("framesEmitted");
    conflated = group.counter("eventsConflated");
    frameMillis = group.histogram("frameMillis", new DescriptiveStatisticsHistogram(WINDOW));
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, group.addGroup("reason", reason.id()).counter("dropped"));
    }
    engine(group.addGroup("engine"), engine);
    group.gauge("sessions", (Gauge<Integer>) sessions::getAsInt);
    group.gauge("rendersInFlight", (Gauge<Integer>) inFlight::getAsInt);
    group.gauge("drawingBytes", (Gauge<Long>) drawingBytes::getAsLong);
  }

  /** The engine's metrics; subtasks that share an engine report the same values. */
  private static void engine(MetricGroup group, EngineMetrics engine) {
    group.gauge("waiting", (Gauge<Integer>) engine::waiting);
    group.gauge("oldestWaitMillis", (Gauge<Long>) () -> engine.oldestWait().toMillis());
    group.gauge("rowsPerBatch", (Gauge<Double>) engine::rowsPerBatch);
    group.gauge("busyShare", (Gauge<Double>) engine::busyShare);
    group.gauge("rendered", (Gauge<Long>) engine::rendered);
    group.gauge("failed", (Gauge<Long>) engine::failed);
    group.gauge("tooLarge", (Gauge<Long>) engine::tooLarge);
  }

  @Override
  public void emitted(Duration age) {
    frames.inc();
    frameMillis.update(age.toMillis());
  }

  @Override
  public void conflated() {
    conflated.inc();
  }

  @Override
  public void dropped(DropReason reason) {
    dropped.get(reason).inc();
  }
}
