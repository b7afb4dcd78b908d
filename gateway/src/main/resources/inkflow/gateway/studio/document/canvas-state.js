import { History } from './history.js';
import { EVENTS, isPresence } from './events.js';
import { doEdit, weightOf } from './edits.js';
import { isKnown, placed, sameFields, sameObject } from './sketch-object.js';

/**
 * The canvas, the settings and everybody's undo history after some events of the log. Behaves as the
 * job's document: the same events in the same order give the same objects in the same order.
 *
 * An entry of the log is { event, clientId, clientSeq, sentAt }, with an event such as
 * { ObjectAdded: {...} }.
 */
const WHITE = -1;
/**
 * The job drops the oldest steps above 16 MiB. This page only estimates sizes, so it is unsure from
 * half of that on.
 */
const SURE_WEIGHT = 8 << 20;

export class CanvasState {
  background = WHITE;
  objects = new Map();
  settings = {};
  /** Whether this may differ from the job's document; then a new snapshot is needed. */
  unsure = false;
  /** Ids of objects that changed since the last call of takeTouched. */
  #touched = new Set();
  #nextOrder = 0;
  /** The z that objects had in the snapshot, by order. */
  #snapshotZ = [];
  #clientSeqs = new Map();
  #histories = new Map();
  #ordered = null;

  /**
   * @param snapshot a Snapshot record
   * @param ownId client id of this page, which numbers its events from 1
   */
  static of(snapshot, ownId) {
    const state = new CanvasState();
    state.background = snapshot.background;
    for (const { added, clientId, transform, opacity } of snapshot.objects) {
      state.#snapshotZ.push(added.z);
      const order = state.#nextOrder++;
      if (isKnown(added)) {
        state.put({ ...placed(added, clientId, order), transform, opacity });
      }
    }
    state.settings = { ...snapshot.settings };
    for (const [clientId, clientSeq] of Object.entries(snapshot.clientSeqs)) {
      state.#clientSeqs.set(clientId, clientSeq);
      const isNew = clientId === ownId && clientSeq === 0;
      state.#histories.set(clientId, isNew ? History.EMPTY : History.UNKNOWN);
    }
    return state;
  }

  copy() {
    const copy = new CanvasState();
    Object.assign(copy, { background: this.background, settings: this.settings, unsure: this.unsure });
    copy.objects = new Map(this.objects);
    copy.#nextOrder = this.#nextOrder;
    copy.#snapshotZ = this.#snapshotZ;
    copy.#clientSeqs = new Map(this.#clientSeqs);
    copy.#histories = new Map(this.#histories);
    copy.#ordered = this.#ordered;
    return copy;
  }

  /** Objects, farthest first. */
  get inOrder() {
    this.#ordered ??= [...this.objects.values()].sort((a, b) => a.z - b.z || a.order - b.order);
    return this.#ordered;
  }

  lastSeqOf(clientId) {
    return this.#clientSeqs.get(clientId) ?? -Infinity;
  }

  /** The object of a ref; undefined if it is gone, or if another one has its id now. */
  find({ objectId, order }) {
    const object = this.objects.get(objectId);
    return object?.order === order ? object : undefined;
  }

  put(object) {
    const before = this.objects.get(object.objectId);
    this.objects.set(object.objectId, object);
    this.#touched.add(object.objectId);
    if (before?.z === object.z && before.order === object.order) {
      this.#ordered = this.#ordered?.with(this.#ordered.indexOf(before), object) ?? null;
    } else {
      this.#ordered = null;
      this.unsure ||= this.#isOrderUnknown(object);
    }
  }

  drop(objectId) {
    this.objects.delete(objectId);
    this.#touched.add(objectId);
    this.#ordered = null;
  }

  /**
   * A snapshot lists objects by z, so for two that had different z there, it is unknown which was
   * added first.
   */
  #isOrderUnknown({ order, z }) {
    const known = this.#snapshotZ;
    return (
      order < known.length &&
      [...this.objects.values()].some((other) => other.z === z && other.order < known.length && known[other.order] !== known[order])
    );
  }

  /**
   * Applies an entry of the log; false if it was refused or is a repeat. For an own event from before a
   * reload only the kind is known: { ObjectAdded: null }.
   */
  apply({ event, clientId, clientSeq, sentAt }) {
    const [kind, body] = Object.entries(event)[0];
    if (!isPresence(event) && clientSeq <= this.lastSeqOf(clientId)) {
      return false;
    }
    this.#clientSeqs.set(clientId, Math.max(clientSeq, this.lastSeqOf(clientId)));
    const history = this.#histories.get(clientId) ?? History.EMPTY;
    if (!body && !isPresence(event)) {
      this.unsure = true;
      return false;
    }
    const after = EVENTS[kind]?.(this, body, { history, clientId, sentAt });
    if (after) {
      this.#histories.set(clientId, after);
    }
    return Boolean(after);
  }

  takeOrder() {
    return this.#nextOrder++;
  }

  takeTouched() {
    const touched = this.#touched;
    this.#touched = new Set();
    return touched;
  }

  /** Whether both show the same objects and have the same settings. */
  looksLike(other) {
    return (
      this.background === other.background &&
      sameFields(this.settings, other.settings) &&
      this.objects.size === other.objects.size &&
      this.inOrder.every((object, i) => sameObject(object, other.inOrder[i]))
    );
  }

  /** Undoes, or redoes, the last step that still changes something. */
  step(history, steps, stepped) {
    this.unsure ||= this.#weight() > SURE_WEIGHT;
    for (let now = history; ; ) {
      const edit = now[steps].at(-1);
      if (!edit) {
        this.unsure ||= !now[`${steps}Known`];
        return now;
      }
      const back = doEdit(this, edit);
      this.unsure ||= Boolean(edit.unsure);
      now = now[stepped](back && { ...back, unsure: edit.unsure });
      if (back) {
        return now;
      }
    }
  }

  #weight() {
    const steps = [...this.#histories.values()].flatMap(({ undo, redo }) => [...undo, ...redo]);
    return steps.reduce((sum, step) => sum + weightOf(step), 0);
  }
}
