package inkflow.canvas.document;

import inkflow.canvas.objects.Edit;
import inkflow.canvas.objects.Edit.Relook;
import inkflow.canvas.objects.Edit.Withdraw;
import inkflow.canvas.rules.CanvasLimits;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * What one client can undo and redo. Immutable.
 *
 * <p><b>Gesture.</b> A drag arrives as many {@link inkflow.ObjectChanged} and is undone as one.
 * Changes belong together when they are adjacent among the events of their client, are of the same
 * object, name the same parts (a drag is not a recolouring), and were sent at most {@link
 * #GESTURE_PAUSE_MICROS} apart by the client's own sentAt. Changes of place alone that follow so on
 * the adding of their object belong to it: a shape that is pulled open. A client that sends no true
 * sentAt falls back on adjacency alone.
 *
 * @param undo oldest first
 * @param redo oldest first
 * @param gestureSentAt microseconds, when the last change of a gesture that may go on was sent;
 *     null where none is under way
 */
record History(PVector<Edit> undo, PVector<Edit> redo, Long gestureSentAt) {
  static final History EMPTY = new History(TreePVector.empty(), TreePVector.empty(), null);

  /** A hand that rests longer than this has let go. */
  static final long GESTURE_PAUSE_MICROS = 1_000_000;

  /** After something new was done that {@code back} takes back: there is nothing left to redo. */
  History done(Edit back, CanvasLimits limits) {
    return new History(trimmed(undo.plus(back), limits), TreePVector.empty(), null);
  }

  /** As {@link #done}, where the gesture that added an object may go on to place it. */
  History added(Withdraw back, long sentAt, CanvasLimits limits) {
    return begun(back, sentAt, limits);
  }

  /** As {@link #done}, where {@code back} may be one more change of a gesture. */
  History dragged(Relook back, long sentAt, CanvasLimits limits) {
    if (!isUnderWay(sentAt)) {
      return begun(back, sentAt, limits);
    } else if (placesWhatItAdded(back)) {
      return new History(undo, redo, (Long) sentAt);
    } else if (continuesChange(back)) {
      Relook first = (Relook) last(undo);
      Relook whole = new Relook(first.object(), back.now(), first.then());
      return new History(withoutLast(undo).plus(whole), TreePVector.empty(), (Long) sentAt);
    }
    return begun(back, sentAt, limits);
  }

  private History begun(Edit back, long sentAt, CanvasLimits limits) {
    History done = done(back, limits);
    return new History(done.undo, done.redo, (Long) sentAt);
  }

  private boolean isUnderWay(long sentAt) {
    return gestureSentAt != null
        && !undo.isEmpty()
        && Math.abs(sentAt - gestureSentAt) <= GESTURE_PAUSE_MICROS;
  }

  private boolean placesWhatItAdded(Relook back) {
    return last(undo) instanceof Withdraw added
        && added.objects().contains(back.object())
        && back.now().isOfPlaceAlone();
  }

  private boolean continuesChange(Relook back) {
    return last(undo) instanceof Relook before
        && before.object().equals(back.object())
        && before.now().namesTheSamePartsAs(back.now());
  }

  /** After an event that changes nothing here, but ends a gesture. */
  History gestureEnded() {
    return gestureSentAt == null ? this : new History(undo, redo, null);
  }

  /** After the last step back was taken, which {@code forth} would undo. */
  History undone(Edit forth) {
    return new History(withoutLast(undo), redo.plus(forth), null);
  }

  /** After the last step forth was taken, which {@code back} would undo. */
  History redone(Edit back) {
    return new History(undo.plus(back), withoutLast(redo), null);
  }

  History withoutLastUndo() {
    return new History(withoutLast(undo), redo, null);
  }

  History withoutLastRedo() {
    return new History(undo, withoutLast(redo), null);
  }

  /** About how many bytes its steps hold. */
  long weight() {
    return weight(undo) + weight(redo);
  }

  private static long weight(PVector<Edit> steps) {
    long weight = 0;
    for (Edit step : steps) {
      weight += step.weight();
    }
    return weight;
  }

  /** Without the step furthest from now: of undo first, then of redo. Not to be called on none. */
  History withoutOldest() {
    return undo.isEmpty()
        ? new History(undo, redo.minus(0), gestureSentAt)
        : new History(undo.minus(0), redo, gestureSentAt);
  }

  private static PVector<Edit> trimmed(PVector<Edit> steps, CanvasLimits limits) {
    return steps.size() > limits.undoDepth() ? steps.minus(0) : steps;
  }

  static Edit last(PVector<Edit> steps) {
    return steps.get(steps.size() - 1);
  }

  private static PVector<Edit> withoutLast(PVector<Edit> steps) {
    return steps.minus(steps.size() - 1);
  }
}
