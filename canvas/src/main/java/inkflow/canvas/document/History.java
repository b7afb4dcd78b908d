package inkflow.canvas.document;

import inkflow.canvas.objects.Edit;
import inkflow.canvas.objects.Edit.Relook;
import inkflow.canvas.objects.Edit.Withdraw;
import inkflow.canvas.rules.CanvasLimits;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * One client's undo and redo steps. Immutable.
 *
 * <p><b>Gesture.</b> A drag arrives as many {@link inkflow.ObjectChanged} and is undone as one. Two
 * changes belong to one gesture if no other event of that client lies between them, they change the
 * same fields of the same object (a drag is not a recolouring), and the client's sentAt of the two
 * are at most {@link #GESTURE_PAUSE_MICROS} apart. Moves that follow the adding of their object in
 * the same way belong to the adding: the user is pulling a shape open. For a client that sends no
 * real sentAt, only adjacency counts.
 *
 * @param undo oldest first
 * @param redo oldest first
 * @param gestureSentAt sentAt of the current gesture's last change, microseconds; null if no
 *     gesture is open
 */
record History(PVector<Edit> undo, PVector<Edit> redo, Long gestureSentAt) {
  static final History EMPTY = new History(TreePVector.empty(), TreePVector.empty(), null);

  /** A longer pause ends the gesture. */
  static final long GESTURE_PAUSE_MICROS = 1_000_000;

  /** After a new action, which {@code back} undoes. Clears redo. */
  History done(Edit back, CanvasLimits limits) {
    return new History(trimmed(undo.plus(back), limits), TreePVector.empty(), null);
  }

  /** Like {@link #done}, for an added object; moves of it may continue the gesture. */
  History added(Withdraw back, long sentAt, CanvasLimits limits) {
    return begun(back, sentAt, limits);
  }

  /** Like {@link #done}, for a change that may continue the open gesture. */
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

  /** After an event that adds no step but ends the open gesture. */
  History gestureEnded() {
    return gestureSentAt == null ? this : new History(undo, redo, null);
  }

  /** After an undo; {@code forth} redoes it. */
  History undone(Edit forth) {
    return new History(withoutLast(undo), redo.plus(forth), null);
  }

  /** After a redo; {@code back} undoes it again. */
  History redone(Edit back) {
    return new History(undo.plus(back), withoutLast(redo), null);
  }

  History withoutLastUndo() {
    return new History(withoutLast(undo), redo, null);
  }

  History withoutLastRedo() {
    return new History(undo, withoutLast(redo), null);
  }

  /** Approximate bytes held by its steps. */
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

  /**
   * Without the oldest undo step or, if there is nothing to undo, without the redo step that would
   * come last. Must not be called on an empty history.
   */
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
