package inkflow.operators.session;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** Flink's processing time, which its timers use, as a clock with milliseconds. */
final class ProcessingClock extends Clock {
  private final ProcessingTimeService service;

  ProcessingClock(ProcessingTimeService service) {
    this.service = service;
  }

  @Override
  public long millis() {
    return service.getCurrentProcessingTime();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
