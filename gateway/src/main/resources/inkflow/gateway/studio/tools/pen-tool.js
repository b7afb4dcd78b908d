import { randomId } from '../common/random-id.js';

/**
 * Brush and eraser: a stroke starts when the pen goes down and grows while it moves. One message per screen
 * frame, with many points.
 */
const LEAST_STEP = 0.0012;

export class PenTool {
  #session;
  #palette;
  #surface;
  #eraser;
  #objectId = null;
  #waiting = [];
  #last = null;
  #due = false;

  constructor(session, palette, surface, eraser) {
    this.#session = session;
    this.#palette = palette;
    this.#surface = surface;
    this.#eraser = eraser;
  }

  down(event) {
    const point = this.#point(event);
    this.#objectId = randomId();
    this.#last = point;
    const { colour, width, opacity } = this.#palette;
    const stroke = { colour, width, opacity: this.#eraser ? 1 : opacity, eraser: this.#eraser, points: [point] };
    this.#session.perform({
      ObjectAdded: { objectId: this.#objectId, z: this.#session.document.topZ, object: { Stroke: stroke } },
    });
  }

  move(event) {
    if (!this.#objectId) {
      return;
    }
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) {
      const point = this.#point(each);
      if (Math.hypot(point.x - this.#last.x, point.y - this.#last.y) >= LEAST_STEP) {
        this.#waiting.push(point);
        this.#last = point;
      }
    }
    if (!this.#due && this.#waiting.length) {
      this.#due = true;
      requestAnimationFrame(() => this.#flush());
    }
  }

  up() {
    this.#flush();
    this.#objectId = null;
  }

  cancel() {
    this.up();
  }

  #flush() {
    this.#due = false;
    if (this.#objectId && this.#waiting.length) {
      this.#session.perform({ StrokeExtended: { objectId: this.#objectId, points: this.#waiting } });
      this.#waiting = [];
    }
  }

  /** Mouse and touch have full pressure; a pen reports its own. */
  #point(event) {
    const { x, y } = this.#surface.toUnits(event);
    const pressure = event.pointerType === 'pen' ? Math.max(0.05, event.pressure) : 1;
    return { x: round(x), y: round(y), pressure: Math.round(pressure * 1000) / 1000 };
  }
}

const round = (value) => Math.round(value * 1e5) / 1e5;
