package inkflow.gateway.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The gateway's metrics, served at {@code /metrics}. Thread-safe. */
public final class GatewayMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Clock clock;
  private final Counter framesReceived = counter("frames.received", "pictures read from the log");
  private final Counter framesRepeated = counter("frames.repeated", "pictures seen before");
  private final Counter framesSent = counter("frames.sent", "pictures begun to be sent");
  private final Counter framesSkipped =
      counter("frames.skipped", "pictures a slow subscriber did not get");
  private final Counter bytesSent = counter("frames.sent.bytes", "bytes of pictures sent");
  private final Counter events = counter("events", "events written to the log");
  private final Counter cameraFrames = counter("camera.frames", "camera pictures written");
  private final Counter refused = counter("messages.refused", "messages nobody could read");
  private final Counter camerasSkipped =
      counter("camera.frames.skipped", "camera pictures that a newer one took the place of");
  private final Counter refusedFull =
      counter("messages.refused.full", "messages for which the inward budget had no room");
  private final Counter appendsFailed = counter("appends.failed", "writes the log refused");
  private final Timer publish = timer("publish", "event received to acknowledged by the log");
  private final Timer frameAge = timer("frame.age", "picture rendered to read by the gateway");
  private final AtomicInteger sessions = gauge("sessions", "sessions open here");
  private final AtomicInteger editors = gauge("editors", "editors connected here");
  private final AtomicInteger viewers = gauge("viewers", "viewers connected here");

  public GatewayMetrics(Clock clock) {
    this.clock = clock;
  }

  void frameReceived(Instant renderedAt) {
    framesReceived.increment();
    Duration age = Duration.between(renderedAt, clock.instant());
    if (!age.isNegative()) {
      frameAge.record(age);
    }
  }

  void frameRepeated() {
    framesRepeated.increment();
  }

  void frameSent(int bytes) {
    framesSent.increment();
    bytesSent.increment(bytes);
  }

  void frameSkipped() {
    framesSkipped.increment();
  }

  public void eventPublished(Duration took) {
    events.increment();
    publish.record(took);
  }

  public void cameraFramePublished() {
    cameraFrames.increment();
  }

  public void cameraFrameSkipped() {
    camerasSkipped.increment();
  }

  public void messageRefusedFull() {
    refusedFull.increment();
  }

  /** Registers a gauge; {@code value} is called when metrics are read. */
  public void gauge(String name, String description, Tags tags, Supplier<Number> value) {
    Gauge.builder("inkflow.gateway." + name, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  public void appendFailed() {
    appendsFailed.increment();
  }

  public void messageRefused() {
    refused.increment();
  }

  void subscribers(int sessionsOpen, int editorsHere, int viewersHere) {
    sessions.set(sessionsOpen);
    editors.set(editorsHere);
    viewers.set(viewersHere);
  }

  /** Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  private Counter counter(String name, String description) {
    return Counter.builder("inkflow.gateway." + name).description(description).register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder("inkflow.gateway." + name)
        .description(description)
        .publishPercentileHistogram()
        .register(registry);
  }

  private AtomicInteger gauge(String name, String description) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder("inkflow.gateway." + name, value::get)
        .description(description)
        .register(registry);
    return value;
  }
}
