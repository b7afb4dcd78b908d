package inkflow.gateway.editing;

import inkflow.Participant;
import inkflow.SessionUpdate;
import inkflow.Snapshot;

/**
 * Knows which of a session's snapshots answers an editor's join: the first that is not older. The
 * log may tell of that snapshot before it tells the offset of the join.
 */
final class AwaitedSnapshot {
  private final String clientId;
  private boolean awaited = true;
  private long joinedAt = Long.MAX_VALUE;

  AwaitedSnapshot(String clientId) {
    this.clientId = clientId;
  }

  void asked() {
    awaited = true;
    joinedAt = Long.MAX_VALUE;
  }

  /**
   * @param offset of the join
   */
  void joined(long offset) {
    joinedAt = offset;
  }

  /**
   * Whether {@code update}, a snapshot, is the one awaited: then no other is, until asked again.
   */
  boolean isAnsweredBy(SessionUpdate update) {
    boolean answered = awaited && isOfNow(update);
    awaited &= !answered;
    return answered;
  }

  private boolean isOfNow(SessionUpdate update) {
    return joinedAt == Long.MAX_VALUE
        ? ((Snapshot) update.getUpdate())
            .getParticipants().stream().map(Participant::getClientId).anyMatch(clientId::equals)
        : update.getCanvasOffset() >= joinedAt;
  }
}
