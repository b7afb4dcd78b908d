package inkflow.operators;

import inkflow.CameraFrame;
import inkflow.canvas.document.Document;
import java.util.Optional;

/**
 * A session's keyed state. Immutable, so that state, snapshots and renders can share it.
 *
 * @param canvasOffset of the last applied event; -1 before the first
 * @param frameNumber number of the last frame submitted; 0 for none
 * @param owed whether a picture of this state has still to be emitted
 * @param sender of the last event that changed the picture
 * @param receivedAt when that event reached the operator, microseconds since 1970
 * @param touchedAt when the last event or camera frame came, milliseconds of processing time
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

  /** The sender of an event, who is told if its picture can't be made. */
  public record Sender(String clientId, long clientSeq) {
    static final Sender NOBODY = new Sender("", 0);
  }

  public static SessionState empty() {
    return new SessionState(Document.empty(), -1, 0, false, Sender.NOBODY, 0, 0, Optional.empty());
  }

  public SessionState applied(Document next, long offset, long now) {
    return new SessionState(next, offset, frameNumber, owed, sender, receivedAt, now, camera);
  }

  /** This state with the picture changed by {@code by}. */
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

  /** Without the camera's picture, as that of a source that nobody chose, or of none that lives. */
  public SessionState unfilmed() {
    return new SessionState(
        document, canvasOffset, frameNumber, owed, sender, receivedAt, touchedAt, Optional.empty());
  }

  /**
   * Whether the session takes the frames of a source: of every one until somebody has chosen, then
   * of that one alone.
   */
  public boolean shows(String sourceId) {
    String chosen = document.settings().getCamera();
    return chosen == null || chosen.equals(sourceId);
  }

  /** Without the camera's picture if its source is no longer the chosen one. */
  public SessionState withChosenCamera() {
    return camera.filter(frame -> !shows(frame.getSourceId())).isPresent() ? unfilmed() : this;
  }

  /** Whether there is anything to see: an object, a camera frame or a background. */
  public boolean hasPicture() {
    return camera.isPresent() || !document.looksLike(Document.empty());
  }
}
