import { IDENTITY, multiply, rotation, scaling, translation } from '../common/affine.js';
import { frameOf } from '../drawing/selection-frame.js';
import { kindOf } from '../kinds/kinds.js';
import { nearestAt } from './hit-test.js';
import { randomId } from '../common/random-id.js';

/**
 * Picks an object and moves, scales and turns it. Every step of a drag is one ObjectChanged, at most
 * one a screen frame, so that the picture follows the hand. Fires `selected`.
 */
const OFFSET_OF_COPY = 0.04;

export class SelectTool extends EventTarget {
  #session;
  #surface;
  #frame;
  #id = null;
  #drag = null;
  #next = null;

  /** @param frame the element that marks the selected object, positioned over the canvas */
  constructor(session, surface, frame) {
    super();
    this.#session = session;
    this.#surface = surface;
    this.#frame = frame;
    session.document.addEventListener('change', () => this.#place());
    new ResizeObserver(() => this.#place()).observe(frame.parentElement);
  }

  get selected() {
    return this.#session.document.objects.get(this.#id) ?? null;
  }

  select(objectId) {
    this.#id = objectId;
    this.#place();
    this.dispatchEvent(new Event('selected'));
  }

  down(event) {
    const at = this.#surface.toUnits(event);
    const handle = event.target.closest?.('[data-handle]')?.dataset.handle;
    if (!handle) {
      const { document: sketch } = this.#session;
      this.select(nearestAt(at, sketch.inOrder, this.#surface.placement.scale)?.objectId ?? null);
    }
    const object = this.selected;
    if (object) {
      this.#drag = { from: at, handle, start: object.transform, corners: frameOf(object) };
    }
  }

  move(event) {
    if (!this.#drag || !this.selected) {
      return;
    }
    const at = this.#surface.toUnits(event);
    const first = this.#next === null;
    this.#next = multiply(this.#change(at, event.shiftKey), this.#drag.start);
    if (first) {
      requestAnimationFrame(() => this.#flush());
    }
  }

  up() {
    this.#flush();
    this.#drag = null;
  }

  cancel() {
    this.up();
  }

  #flush() {
    if (this.#next && this.selected) {
      this.#session.perform({ ObjectChanged: { objectId: this.#id, transform: this.#next } });
    }
    this.#next = null;
  }

  #change(at, shift) {
    const { from, handle, corners } = this.#drag;
    if (!handle) {
      return translation(at.x - from.x, at.y - from.y);
    }
    const middle = { x: (corners[0].x + corners[2].x) / 2, y: (corners[0].y + corners[2].y) / 2 };
    if (handle === 'turn') {
      const angle = Math.atan2(at.y - middle.y, at.x - middle.x) - Math.atan2(from.y - middle.y, from.x - middle.x);
      return rotation(shift ? (Math.round((angle * 12) / Math.PI) * Math.PI) / 12 : angle, middle);
    }
    const pivot = corners[(Number(handle) + 2) % 4];
    const before = Math.hypot(from.x - pivot.x, from.y - pivot.y) || 1e-6;
    const scale = Math.max(0.05, Math.hypot(at.x - pivot.x, at.y - pivot.y) / before);
    return scaling(scale, scale, pivot);
  }

  #place() {
    const object = this.selected;
    this.#frame.hidden = !object;
    if (!object) {
      return;
    }
    const { scale, x, y } = this.#surface.placement;
    const [a, b, c] = frameOf(object).map((p) => ({ x: x + p.x * scale, y: y + p.y * scale }));
    const width = Math.hypot(b.x - a.x, b.y - a.y);
    const height = Math.hypot(c.x - b.x, c.y - b.y);
    const angle = Math.atan2(b.y - a.y, b.x - a.x);
    this.#frame.style.cssText = `width:${width}px;height:${height}px;transform:translate(${a.x}px,${a.y}px) rotate(${angle}rad)`;
  }

  remove() {
    if (this.selected) {
      this.#session.perform({ ObjectRemoved: { objectId: this.#id } });
      this.select(null);
    }
  }

  recolour(colour) {
    const object = this.selected;
    if (object && kindOf(object).fill !== null) {
      const part = kindOf(object).axis?.(object.data) ? 'outline' : 'fill';
      this.#session.perform({ ObjectChanged: { objectId: this.#id, [part]: colour } });
    }
  }

  bringToFront() {
    this.#restack(this.#session.document.topZ + 1);
  }

  sendToBack() {
    this.#restack(this.#session.document.bottomZ - 1);
  }

  #restack(z) {
    if (this.selected) {
      this.#session.perform({ ObjectChanged: { objectId: this.#id, z } });
    }
  }

  duplicate() {
    const object = this.selected;
    if (!object || kindOf(object).bulky) {
      return;
    }
    const objectId = randomId();
    const moved = multiply(translation(OFFSET_OF_COPY, OFFSET_OF_COPY), object.transform);
    this.#session.perform({
      ObjectAdded: { objectId, z: this.#session.document.topZ, object: { [object.kind]: object.data } },
    });
    this.#session.perform({ ObjectChanged: { objectId, transform: moved } });
    this.select(objectId);
  }

  /** Moves by canvas units, for the arrow keys. */
  nudge(dx, dy) {
    const object = this.selected;
    if (object) {
      const transform = multiply(translation(dx, dy), object.transform ?? IDENTITY);
      this.#session.perform({ ObjectChanged: { objectId: this.#id, transform } });
    }
  }
}
