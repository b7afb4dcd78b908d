import { lookOf, samePart, withLook } from './sketch-object.js';

/**
 * Steps of undo and redo, as in the job. Others may have drawn since a step was recorded, so it applies only what is
 * still possible: it skips objects that are already gone or already back, and fields that somebody else has changed
 * since.
 *
 * A step is plain data. `unsure` marks one that the job may have merged with the step before it.
 */

/** One particular object. The id alone is not enough: it may be reused once its object is gone. */
export const refTo = ({ objectId, order }) => ({ objectId, order });

export const sameRef = (a, b) => a.objectId === b.objectId && a.order === b.order;

/** Removes objects; sets the background to `then` if it still is `now`. */
export const withdrawal = (refs, background = null) => ({ kind: 'withdrawal', refs, background });

/** Puts objects back. */
export const restoring = (objects, background = null) => ({ kind: 'restoring', objects, background });

/** Sets fields of an object's look to `then` if they still are `now`. */
export const relooking = (ref, now, then) => ({ kind: 'relooking', ref, now, then });

/** Applies what is still possible of a step; returns the step that reverts it, or null if nothing changed. */
export function doEdit(canvas, edit) {
  return DOERS[edit.kind](canvas, edit);
}

const DOERS = {
  withdrawal(canvas, { refs, background }) {
    const gone = refs.map((ref) => canvas.find(ref)).filter(Boolean);
    gone.forEach((object) => canvas.drop(object.objectId));
    const painted = paint(canvas, background);
    return gone.length || painted ? restoring(gone, painted) : null;
  },

  restoring(canvas, { objects, background }) {
    const back = objects.filter(({ objectId }) => !canvas.objects.has(objectId));
    back.forEach((object) => canvas.put(object));
    const painted = paint(canvas, background);
    return back.length || painted ? withdrawal(back.map(refTo), painted) : null;
  },

  relooking(canvas, { ref, now, then }) {
    const object = canvas.find(ref);
    if (!object) {
      return null;
    }
    const named = Object.keys(now);
    const present = lookOf(object, named);
    const still = named.filter((name) => samePart(now[name], present[name]));
    if (still.every((name) => samePart(then[name], present[name]))) {
      return null;
    }
    const pick = (parts) => Object.fromEntries(still.map((name) => [name, parts[name]]));
    canvas.put(withLook(object, pick(then)));
    return relooking(ref, pick(then), pick(present));
  },
};

/** Returns the change that reverts it; null if the background stays. */
function paint(canvas, change) {
  if (!change || change.now !== canvas.background || change.then === change.now) {
    return null;
  }
  canvas.background = change.then;
  return { now: change.then, then: change.now };
}

/** Approximate bytes that the job counts for it. */
export function weightOf({ kind, refs, objects }) {
  if (kind === 'restoring') {
    return objects.reduce((sum, { data }) => sum + 200 + 24 * (data.points?.length ?? 0) + 0.75 * (data.bytes?.length ?? 0), 64);
  }
  return kind === 'withdrawal' ? 64 + 64 * refs.length : 256;
}
