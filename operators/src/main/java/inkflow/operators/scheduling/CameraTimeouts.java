package inkflow.operators.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the sessions whose camera has gone silent: a phone that died says no goodbye, and its last
 * frame would cover what others draw for ever. Task thread only.
 */
public final class CameraTimeouts {

  /** Runs something at a time of the clock, on the task thread. */
  @FunctionalInterface
  public interface Timers {
    void at(long millis, Runnable task);
  }

  private final Map<String, Long> filmedAt = new HashMap<>();
  private final long timeoutMillis;
  private final Clock clock;
  private final Timers timers;
  private final Consumer<String> silent;

  /**
   * @param silent told of each session whose camera sent nothing for {@code timeout}, once
   */
  public CameraTimeouts(Duration timeout, Clock clock, Timers timers, Consumer<String> silent) {
    this.timeoutMillis = timeout.toMillis();
    this.clock = clock;
    this.timers = timers;
    this.silent = silent;
  }

  /** A frame of the session's camera came. Sets one timer a session, not one a frame. */
  public void filmed(String session) {
    if (filmedAt.put(session, clock.millis()) == null) {
      lookAfter(session, timeoutMillis);
    }
  }

  /** The session is gone. */
  public void forget(String session) {
    filmedAt.remove(session);
  }

  private void lookAfter(String session, long millis) {
    timers.at(clock.millis() + millis, () -> look(session));
  }

  private void look(String session) {
    Long last = filmedAt.get(session);
    if (last == null) {
      return;
    }
    long left = last + timeoutMillis - clock.millis();
    if (left > 0) {
      lookAfter(session, left);
    } else {
      filmedAt.remove(session);
      silent.accept(session);
    }
  }
}
