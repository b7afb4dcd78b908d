import { IDENTITY } from '../common/affine.js';
import { History } from './history.js';

/**
 * The canvas as this page knows it: the last snapshot and everything applied since, the page's own
 * events at once. Fires `change` after every event that is to be seen.
 *
 * An object: { objectId, clientId, z, order, kind, data, transform, opacity }, where kind and data
 * are the record's: ['Stroke', {...}].
 */
export class SketchDocument extends EventTarget {
  background = -1;
  objects = new Map();
  #histories = new Map();
  #imageKeys = new Map();
  #order = 0;
  #ordered = null;
  /** Ids of objects changed since the last take, or null where everything changed. */
  #dirty = null;

  /** Objects, farthest first. */
  get inOrder() {
    this.#ordered ??= [...this.objects.values()].sort((a, b) => a.z - b.z || a.order - b.order);
    return this.#ordered;
  }

  get isEmpty() {
    return this.objects.size === 0;
  }

  get topZ() {
    return this.inOrder.at(-1)?.z ?? 0;
  }

  get bottomZ() {
    return this.inOrder[0]?.z ?? 0;
  }

  historyOf(clientId) {
    if (!this.#histories.has(clientId)) {
      this.#histories.set(clientId, new History());
    }
    return this.#histories.get(clientId);
  }

  /** What changed since the last call: a set of ids, or null for everything. */
  takeDirty() {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    return dirty;
  }

  /** Becomes what the job says. */
  reset(snapshot) {
    this.background = snapshot.background;
    this.objects.clear();
    for (const placed of snapshot.objects) {
      this.#put({ ...this.#placed(placed.added, placed.clientId), transform: placed.transform, opacity: placed.opacity });
    }
    this.#changed(null);
  }

  /** Applies one event of a SketchEvent, such as { ObjectAdded: {...} }. */
  apply(event, clientId) {
    const [kind, body] = Object.entries(event)[0];
    this.#appliers[kind]?.(body, this.historyOf(clientId), clientId);
  }

  #appliers = {
    ObjectAdded: (body, history, clientId) => {
      if (this.objects.has(body.objectId)) {
        return;
      }
      const object = this.#placed(body, clientId);
      this.#put(object);
      const back = () => this.#drop(object.objectId);
      history.begun(gestureOf(body.objectId, ['transform']), performance.now(), back, () => this.#put(object));
      this.#changed(object.objectId);
    },
    StrokeExtended: (body, history) => {
      const stroke = this.objects.get(body.objectId);
      if (stroke?.kind === 'Stroke') {
        history.gestureEnded();
        stroke.data.points.push(...body.points);
        this.#changed(body.objectId);
      }
    },
    ObjectChanged: (body, history) => {
      const object = this.objects.get(body.objectId);
      if (!object) {
        return;
      }
      const before = { ...object, data: { ...object.data } };
      const after = this.#relooked(object, body);
      this.#put(after);
      const { objectId, ...parts } = body;
      const gesture = gestureOf(objectId, Object.keys(parts));
      history.dragged(gesture, performance.now(), () => this.#put(before), () => this.#put(after));
      this.#changed(body.objectId);
    },
    ObjectRemoved: (body, history) => {
      const object = this.objects.get(body.objectId);
      if (object) {
        this.#drop(body.objectId);
        history.done(() => this.#put(object), () => this.#drop(object.objectId));
        this.#changed(body.objectId);
      }
    },
    Cleared: (body, history) => {
      const before = { background: this.background, objects: [...this.objects.values()] };
      const clear = () => {
        this.background = body.background;
        this.objects.clear();
        this.#ordered = null;
      };
      clear();
      history.done(() => {
        this.background = before.background;
        before.objects.forEach((object) => this.#put(object));
      }, clear);
      this.#changed(null);
    },
    Undone: (body, history) => history.undo() && this.#changed(null),
    Redone: (body, history) => history.redo() && this.#changed(null),
    SettingsChanged: (body, history) => history.gestureEnded(),
  };

  #placed(added, clientId) {
    const [kind, data] = Object.entries(added.object)[0];
    return {
      objectId: added.objectId,
      clientId,
      z: added.z ?? 0,
      order: this.#order++,
      kind,
      data: { ...data, ...(data.points && { points: [...data.points] }), ...(kind === 'Image' && { key: this.#imageKey(added.objectId) }) },
      transform: IDENTITY,
      opacity: 1,
    };
  }

  /** An image's bytes never change, so what was decoded for an id holds for all its looks. */
  #imageKey(objectId) {
    if (!this.#imageKeys.has(objectId)) {
      this.#imageKeys.set(objectId, {});
    }
    return this.#imageKeys.get(objectId);
  }

  #relooked(object, { transform, z, fill, outline, opacity }) {
    const data = { ...object.data };
    if (fill !== undefined) {
      data[object.kind === 'Shape' ? 'fill' : 'colour'] = fill;
    }
    if (outline !== undefined) {
      data.outline = outline;
    }
    return {
      ...object,
      data,
      transform: transform ?? object.transform,
      z: z ?? object.z,
      opacity: opacity ?? object.opacity,
    };
  }

  #put(object) {
    this.objects.set(object.objectId, object);
    this.#ordered = null;
  }

  #drop(objectId) {
    this.objects.delete(objectId);
    this.#ordered = null;
  }

  #changed(objectId) {
    if (objectId === null) {
      this.#dirty = null;
    } else {
      this.#dirty?.add(objectId);
    }
    this.dispatchEvent(new Event('change'));
  }
}

/** Changes of the same parts of an object may be one gesture. */
const gestureOf = (objectId, parts) => `${objectId} ${parts.sort().join()}`;
