package inkflow.operators;

import inkflow.CameraFrame;
import inkflow.canvas.document.Document;
import java.util.Optional;

/**
 * All that a session must not lose. Immutable, so state, snapshots and renders share it.
 *
 * @param canvasOffset of the last applied event; -1 before the first
 * @param frameNumber the last that was given out; 0 for none
 * @param owed whether a picture of this state has yet to be emitted: not submitted or in flight
 * @param sender of the last event that changed the picture
 * @param receivedAt that event reached the operator, microseconds since 1970
 * @param touchedAt the last event or camera frame came, milliseconds of processing time
 * @param camera the newest camera frame
 */
public record SessionState(
    Document document,
    long canvasOffset,
    long frameNumber,
    boolean owed,
    Sender sender,
    long receivedAt,
    long touchedAt,
    Optional<CameraFrame> camera) {

  /** Who sent an event, to tell them if its picture can't be made. */
  public record Sender(String clientId, long clientSeq) {
    static final Sender NOBODY = new Sender("", 0);
  }

  public static SessionState empty() {
    return new SessionState(Document.empty(), -1, 0, false, Sender.NOBODY, 0, 0, Optional.empty());
  }

  public SessionState applied(Document next, long offset, long now) {
    return new SessionState(next, offset, frameNumber, owed, sender, receivedAt, now, camera);
  }

  /** Its picture has changed, by this sender's doing. */
  public SessionState changedBy(Sender by, long received) {
    return new SessionState(
        document, canvasOffset, frameNumber, true, by, received, touchedAt, camera);
  }

  public SessionState filmed(CameraFrame frame, long received, long now) {
    return new SessionState(
        document, canvasOffset, frameNumber, true, sender, received, now, Optional.of(frame));
  }

  public SessionState numbered(long number) {
    return new SessionState(
        document, canvasOffset, number, true, sender, receivedAt, touchedAt, camera);
  }

  public SessionState owing(boolean changed) {
    return new SessionState(
        document, canvasOffset, frameNumber, changed, sender, receivedAt, touchedAt, camera);
  }

  public SessionState unfilmed() {
    return new SessionState(
        document, canvasOffset, frameNumber, owed, sender, receivedAt, touchedAt, Optional.empty());
  }

  /** Whether anybody drew, filmed or chose a background. */
  public boolean hasPicture() {
    return camera.isPresent() || !document.looksLike(Document.empty());
  }
}
