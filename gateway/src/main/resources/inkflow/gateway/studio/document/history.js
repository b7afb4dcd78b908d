import { sameRef } from './edits.js';

/**
 * One client's undo and redo steps, as in the job. A stroke with all its growth is one step, a drag is one, a shape
 * that is pulled open is one; settings are none. Immutable.
 *
 * A page that joined later doesn't know all of it; undoKnown, redoKnown and gestureKnown tell what is known.
 */
const GESTURE_PAUSE_MICROS = 1_000_000;
const MOST_STEPS = 100;

export class History {
  /** For a client that has sent nothing yet. */
  static EMPTY = new History({});
  /** For a client whose past events are unknown. */
  static UNKNOWN = new History({ undoKnown: false, redoKnown: false, gestureKnown: false });

  /** Steps, oldest first. */
  undo;
  redo;
  undoKnown;
  redoKnown;
  gestureKnown;
  /** sentAt of the current gesture's last change; null if no gesture is open. */
  gestureSentAt;

  constructor({ undo = [], redo = [], undoKnown = true, redoKnown = true, gestureKnown = true, gestureSentAt = null }) {
    Object.assign(this, { undo, redo, undoKnown, redoKnown, gestureKnown, gestureSentAt });
  }

  #with(changes) {
    return new History({ ...this, gestureKnown: true, gestureSentAt: null, ...changes });
  }

  /** After a new action, which `back` undoes. Clears redo. */
  done(back, gestureSentAt = null) {
    const undo = [...this.undo, back].slice(-MOST_STEPS);
    const undoKnown = this.undoKnown && undo.length > this.undo.length;
    return this.#with({ undo, redo: [], redoKnown: true, undoKnown, gestureSentAt });
  }

  /** Like `done`, for a change that may continue the open gesture. */
  dragged(back, sentAt) {
    if (!this.gestureKnown) {
      return this.done({ ...back, unsure: true }, sentAt);
    }
    const last = this.undo.at(-1);
    if (!last || !this.#isUnderWay(sentAt)) {
      return this.done(back, sentAt);
    } else if (places(last, back)) {
      return this.#with({ gestureSentAt: sentAt });
    } else if (continues(last, back)) {
      const whole = { ...last, now: back.now };
      return this.#with({ undo: [...this.undo.slice(0, -1), whole], redo: [], gestureSentAt: sentAt });
    }
    return this.done(back, sentAt);
  }

  #isUnderWay(sentAt) {
    return this.gestureSentAt !== null && Math.abs(sentAt - this.gestureSentAt) <= GESTURE_PAUSE_MICROS;
  }

  gestureEnded() {
    return this.gestureKnown && this.gestureSentAt === null ? this : this.#with({});
  }

  /** After an undo; `forth` redoes it, null if it changed nothing. */
  undone(forth) {
    return this.#with({ undo: this.undo.slice(0, -1), redo: forth ? [...this.redo, forth] : this.redo });
  }

  /** After a redo; `back` undoes it again, null if it changed nothing. */
  redone(back) {
    return this.#with({ redo: this.redo.slice(0, -1), undo: back ? [...this.undo, back] : this.undo });
  }
}

/** Whether a move belongs to the step that added its object, as for a shape that is pulled open. */
function places(last, { ref, now }) {
  const ofPlaceAlone = Object.keys(now).join() === 'transform';
  return last.kind === 'withdrawal' && ofPlaceAlone && last.refs.some((added) => sameRef(added, ref));
}

function continues(last, { ref, now }) {
  return last.kind === 'relooking' && sameRef(last.ref, ref) && partsOf(last.now) === partsOf(now);
}

const partsOf = (look) => Object.keys(look).sort().join();
