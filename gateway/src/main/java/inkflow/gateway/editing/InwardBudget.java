package inkflow.gateway.editing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bytes that editors have sent and the log doesn't have yet, of all sockets of this gateway. When
 * three quarters are taken no socket is read, until half is free again; what doesn't fit is
 * refused. Lives on the gateway's event loop.
 */
public final class InwardBudget {
  private final long most;
  private final Set<Intake> intakes = new LinkedHashSet<>();
  private volatile long taken;
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
    if (taken + bytes > most) {
      return false;
    }
    taken += bytes;
    if (!tight && taken >= most / 4 * 3) {
      becomeTight(true);
    }
    return true;
  }

  void give(long bytes) {
    taken -= bytes;
    if (tight && taken <= most / 2) {
      becomeTight(false);
    }
  }

  private void becomeTight(boolean now) {
    tight = now;
    List.copyOf(intakes).forEach(Intake::pauseOrGoOn);
  }

  /** Whether no socket is to be read. */
  boolean isTight() {
    return tight;
  }

  /** Bytes taken now. Any thread. */
  public long taken() {
    return taken;
  }
}
