package inkflow.gateway.editing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Budget for the bytes that editors have sent and the log doesn't have yet, over all sockets of
 * this gateway. When three quarters are used, all sockets are paused until half is free; a message
 * beyond the budget is refused. Event loop only.
 */
public final class InwardBudget {
  private final long most;
  private final Set<Intake> intakes = new LinkedHashSet<>();
  private final AtomicLong taken = new AtomicLong();
  private boolean tight;

  /**
   * @param most bytes in all
   */
  public InwardBudget(long most) {
    this.most = most;
  }

  void add(Intake intake) {
    intakes.add(intake);
  }

  void remove(Intake intake) {
    intakes.remove(intake);
  }

  boolean take(long bytes) {
    if (taken.get() + bytes > most) {
      return false;
    }
    if (taken.addAndGet(bytes) >= most / 4 * 3 && !tight) {
      becomeTight(true);
    }
    return true;
  }

  void give(long bytes) {
    if (taken.addAndGet(-bytes) <= most / 2 && tight) {
      becomeTight(false);
    }
  }

  private void becomeTight(boolean now) {
    tight = now;
    List.copyOf(intakes).forEach(Intake::pauseOrGoOn);
  }

  /** Whether all sockets must be paused. */
  boolean isTight() {
    return tight;
  }

  /** Bytes in use. Any thread. */
  public long taken() {
    return taken.get();
  }
}
