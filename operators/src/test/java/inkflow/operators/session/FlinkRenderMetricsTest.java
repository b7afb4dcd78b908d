package inkflow.operators.session;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.EngineMetrics;
import inkflow.operators.scheduling.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class FlinkRenderMetricsTest {
  private final Map<String, Metric> registered = new HashMap<>();
  private final FlinkRenderMetrics metrics =
      new FlinkRenderMetrics(
          new Recording(""), () -> 7, () -> 3, () -> 5L, new FixedEngineMetrics());

  /** Records what is registered, under the names of groups and metric joined by dots. */
  private final class Recording extends UnregisteredMetricsGroup {
    private final String prefix;

    Recording(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public Counter counter(String name) {
      Counter counter = super.counter(name);
      registered.put(prefix + name, counter);
      return counter;
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      registered.put(prefix + name, gauge);
      return gauge;
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
      registered.put(prefix + name, histogram);
      return histogram;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return new Recording(prefix + name + ".");
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Recording(prefix + key + "." + value + ".");
    }
  }

  /** Returns a different number for each figure. */
  private static final class FixedEngineMetrics implements EngineMetrics {
    @Override
    public int waiting() {
      return 11;
    }

    @Override
    public Duration oldestWait() {
      return Duration.ofMillis(12);
    }

    @Override
    public double rowsPerBatch() {
      return 1.3;
    }

    @Override
    public double busyShare() {
      return 0.14;
    }

    @Override
    public long rendered() {
      return 15;
    }

    @Override
    public long failed() {
      return 16;
    }

    @Override
    public long tooLarge() {
      return 17;
    }
  }

  private Object gauge(String name) {
    return ((Gauge<?>) registered.get(name)).getValue();
  }

  private long counted(String name) {
    return ((Counter) registered.get(name)).getCount();
  }

  @Test
  void gaugesReadWhatTheyAreNamedFor() {
    assertThat(gauge("sessions")).isEqualTo(7);
    assertThat(gauge("rendersInFlight")).isEqualTo(3);
    assertThat(gauge("drawingBytes")).isEqualTo(5L);
    assertThat(gauge("engine.waiting")).isEqualTo(11);
    assertThat(gauge("engine.oldestWaitMillis")).isEqualTo(12L);
    assertThat(gauge("engine.rowsPerBatch")).isEqualTo(1.3);
    assertThat(gauge("engine.busyShare")).isEqualTo(0.14);
    assertThat(gauge("engine.rendered")).isEqualTo(15L);
    assertThat(gauge("engine.failed")).isEqualTo(16L);
    assertThat(gauge("engine.tooLarge")).isEqualTo(17L);
  }

  @Test
  void anEmittedFrameIsCountedWithItsAge() {
    metrics.emitted(Duration.ofMillis(40));
    metrics.emitted(Duration.ofMillis(60));
    assertThat(counted("framesEmitted")).isEqualTo(2);
    Histogram ages = (Histogram) registered.get("frameMillis");
    assertThat(ages.getStatistics().getMax()).isEqualTo(60);
    assertThat(ages.getStatistics().getMean()).isEqualTo(50);
  }

  @Test
  void aConflatedEventIsCounted() {
    metrics.conflated();
    assertThat(counted("eventsConflated")).isEqualTo(1);
  }

  @Test
  void eachReasonHasItsCounterAndReadsZeroUntilItHappens() {
    for (DropReason reason : DropReason.values()) {
      String name = "reason." + reason.id() + ".dropped";
      assertThat(counted(name)).as(name).isZero();
      metrics.dropped(reason);
      assertThat(counted(name)).as(name).isEqualTo(1);
    }
  }

  @Test
  void docsSayWhatEachOneMeans() throws IOException {
    String docs = Files.readString(Path.of("../docs/metrics.md"));
    assertThat(registered.keySet())
        .allSatisfy(name -> assertThat(docs).contains("| `" + name + "` |"));
  }
}
