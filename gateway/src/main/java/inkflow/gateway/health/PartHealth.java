package inkflow.gateway.health;

import inkflow.workers.WorkerStatus;
import inkflow.workers.WorkerStatus.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Health of one part between an event and its picture.
 *
 * @param part its name: {@code broker}, {@code feed}, {@code producer}, {@code job}
 * @param state ill if it can't do its work at the moment
 * @param says why it is ill, as a sentence; empty if it is well
 * @param figures further figures by name; the unit is in the name
 * @param lastFailure the newest failure; kept after the part has recovered
 */
public record PartHealth(
    String part,
    State state,
    String says,
    Map<String, Long> figures,
    Optional<Failure> lastFailure) {

  /** Whether the part works. */
  public enum State {
    OK,
    ILL,
    /** Not needed so far. */
    UNKNOWN
  }

  public static PartHealth ok(String part) {
    return new PartHealth(part, State.OK, "", Map.of(), Optional.empty());
  }

  public static PartHealth unknown(String part) {
    return new PartHealth(part, State.UNKNOWN, "", Map.of(), Optional.empty());
  }

  public static PartHealth ill(String part, String why) {
    return new PartHealth(part, State.ILL, why, Map.of(), Optional.empty());
  }

  /** A part that consists of one worker: well while it works or starts. */
  public static PartHealth of(String part, WorkerStatus worker) {
    PartHealth health =
        switch (worker.state()) {
          case WORKING -> ok(part);
          case NEW, STARTING -> worker.restarts() == 0 ? unknown(part) : ill(part, "starts again");
          case PAUSED -> ill(part, "failed, starts again soon");
          case ENDED -> ill(part, "was closed");
          case FAILED -> ill(part, "failed and does not start again");
        };
    return health.with("restarts", worker.restarts()).with(worker.lastFailure());
  }

  public PartHealth with(String name, long value) {
    Map<String, Long> more = new LinkedHashMap<>(figures);
    more.put(name, value);
    return new PartHealth(part, state, says, more, lastFailure);
  }

  public PartHealth with(Optional<Failure> failure) {
    return new PartHealth(part, state, says, figures, failure);
  }

  /** This part as ill for {@code why}; if it is ill already, it keeps its reason. */
  public PartHealth butIll(String why) {
    return isIll() ? this : new PartHealth(part, State.ILL, why, figures, lastFailure);
  }

  public boolean isIll() {
    return state == State.ILL;
  }
}
