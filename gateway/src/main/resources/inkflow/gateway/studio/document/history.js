/**
 * What one client can undo, as the job keeps it: a stroke with all its growth is one step, a drag is
 * one step, a shape with all its pulling open is one, settings are none. Steps are pairs of functions on the document.
 */
const GESTURE_PAUSE_MS = 1000;

export class History {
  #undo = [];
  #redo = [];
  #gesture = null;

  get canUndo() {
    return this.#undo.length > 0;
  }

  get canRedo() {
    return this.#redo.length > 0;
  }

  /** Notes a step: `back()` takes it back, `forth()` does it again. */
  done(back, forth) {
    this.#undo.push({ back, forth });
    this.#redo = [];
    this.#gesture = null;
  }

  /** As `done`, where the gesture `key` may go on from here. */
  begun(key, now, back, forth) {
    this.done(back, forth);
    this.#gesture = { key, at: now };
  }

  /** As `done`, or a part of the gesture `key` that is under way. */
  dragged(key, now, back, forth) {
    if (this.#gesture && this.#gesture.key === key && now - this.#gesture.at <= GESTURE_PAUSE_MS) {
      this.#undo[this.#undo.length - 1].forth = forth;
      this.#gesture.at = now;
    } else {
      this.begun(key, now, back, forth);
    }
  }

  gestureEnded() {
    this.#gesture = null;
  }

  undo() {
    const step = this.#undo.pop();
    this.#gesture = null;
    if (step) {
      step.back();
      this.#redo.push(step);
    }
    return Boolean(step);
  }

  redo() {
    const step = this.#redo.pop();
    this.#gesture = null;
    if (step) {
      step.forth();
      this.#undo.push(step);
    }
    return Boolean(step);
  }
}
