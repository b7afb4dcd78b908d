package inkflow.gateway.editing;

import inkflow.Participant;
import inkflow.SessionUpdate;
import inkflow.Snapshot;

/**
 * Finds the snapshot that answers an editor's join: the session's first one that is not older than
 * the join. That snapshot may arrive before the join's offset is known.
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
   * Whether {@code update}, a snapshot, is the one awaited. After that it returns false until the
   * next join.
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
