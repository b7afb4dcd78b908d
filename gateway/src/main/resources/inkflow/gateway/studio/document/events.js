import { extended, grows, hasParts, isKnown, lookOf, placed, withLook } from './sketch-object.js';
import { refTo, relooking, restoring, withdrawal } from './edits.js';

/**
 * Applies each kind of event to a CanvasState, as in the job; returns the client's history after it, or
 * undefined if the event is refused.
 */
export const EVENTS = {
  ObjectAdded(state, added, { history, clientId, sentAt }) {
    if (state.objects.has(added.objectId) || !isKnown(added)) {
      return undefined;
    }
    const object = placed(added, clientId, state.takeOrder());
    state.put(object);
    return history.done(withdrawal([refTo(object)]), sentAt);
  },

  StrokeExtended(state, { objectId, points }, { history }) {
    const object = state.objects.get(objectId);
    if (!object || !grows(object)) {
      return undefined;
    }
    state.put(extended(object, points));
    return history.gestureEnded();
  },

  ObjectChanged(state, { objectId, ...named }, { history, sentAt }) {
    const object = state.objects.get(objectId);
    const now = given(named);
    if (!object || !hasParts(object, now)) {
      return undefined;
    }
    state.put(withLook(object, now));
    const back = relooking(refTo(object), now, lookOf(object, Object.keys(now)));
    return history.dragged(back, sentAt);
  },

  ObjectRemoved(state, { objectId }, { history }) {
    const object = state.objects.get(objectId);
    if (!object) {
      return undefined;
    }
    state.drop(objectId);
    return history.done(restoring([object]));
  },

  Cleared(state, { background }, { history }) {
    const back = restoring(state.inOrder, { now: background, then: state.background });
    [...state.objects.keys()].forEach((objectId) => state.drop(objectId));
    state.background = background;
    return history.done(back);
  },

  SettingsChanged(state, changed, { history }) {
    state.settings = { ...state.settings, ...given(changed) };
    return history.gestureEnded();
  },

  Undone: (state, body, { history }) => state.step(history, 'undo', 'undone'),
  Redone: (state, body, { history }) => state.step(history, 'redo', 'redone'),
  Join: (state, body, { history }) => history.gestureEnded(),
  Leave: (state, body, { history }) => history.gestureEnded(),
};

/** Join and Leave carry the client's last clientSeq and are never repeats. */
export const isPresence = (event) => 'Join' in event || 'Leave' in event;

/** A null field means the same as a missing one. */
function given(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
