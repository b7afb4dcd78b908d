import { sameRef } from './edits.js';

/**
 * What one client can undo and redo, as the job keeps it: a stroke with all its growth is one step, a
 * drag is one step, a shape with all its pulling open is one, settings are none. Never changed in place.
 *
 * A page that came later does not know all of it; undoKnown, redoKnown and gestureKnown say what it
 * does know.
 */
const GESTURE_PAUSE_MICROS = 1_000_000;
const MOST_STEPS = 100;

export class History {
  /** Of a client that has done nothing yet. */
  static EMPTY = new History({});
  /** Of a client whose past is not known. */
  static UNKNOWN = new History({ undoKnown: false, redoKnown: false, gestureKnown: false });

  /** Steps, oldest first. */
  undo;
  redo;
  undoKnown;
  redoKnown;
  gestureKnown;
  /** When the last change of a gesture that may go on was sent; null where none is under way. */
  gestureSentAt;

  constructor({ undo = [], redo = [], undoKnown = true, redoKnown = true, gestureKnown = true, gestureSentAt = null }) {
    Object.assign(this, { undo, redo, undoKnown, redoKnown, gestureKnown, gestureSentAt });
  }

  #with(changes) {
    return new History({ ...this, gestureKnown: true, gestureSentAt: null, ...changes });
  }

  /** After something new was done that `back` takes back: there is nothing left to redo. */
  done(back, gestureSentAt = null) {
    const undo = [...this.undo, back].slice(-MOST_STEPS);
    const undoKnown = this.undoKnown && undo.length > this.undo.length;
    return this.#with({ undo, redo: [], redoKnown: true, undoKnown, gestureSentAt });
  }

  /** As `done`, where `back` may be one more change of a gesture. */
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

  /** After the last step of undo was taken, which `forth` would do again; null where it did nothing. */
  undone(forth) {
    return this.#with({ undo: this.undo.slice(0, -1), redo: forth ? [...this.redo, forth] : this.redo });
  }

  /** After the last step of redo was taken, which `back` would take back; null where it did nothing. */
  redone(back) {
    return this.#with({ redo: this.redo.slice(0, -1), undo: back ? [...this.undo, back] : this.undo });
  }
}

/** Whether a change of place belongs to the adding of its object: a shape that is pulled open. */
function places(last, { ref, now }) {
  const ofPlaceAlone = Object.keys(now).join() === 'transform';
  return last.kind === 'withdrawal' && ofPlaceAlone && last.refs.some((added) => sameRef(added, ref));
}

function continues(last, { ref, now }) {
  return last.kind === 'relooking' && sameRef(last.ref, ref) && partsOf(last.now) === partsOf(now);
}

const partsOf = (look) => Object.keys(look).sort().join();
