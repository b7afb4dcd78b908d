import { IDENTITY } from './affine.js';
import { randomId } from './identity.js';

/** Pulls a shape open from corner to corner; a mere click sets one of a good size. */
const LEAST_SIZE = 0.02;
const CLICKED_SIZE = 0.28;
const STAR_POINTS = 5;
const STAR_INNER = 0.45;

export class ShapeTool {
  #kind;
  #session;
  #palette;
  #surface;
  #from = null;
  #to = null;

  constructor(kind, session, palette, surface) {
    this.#kind = kind;
    this.#session = session;
    this.#palette = palette;
    this.#surface = surface;
  }

  down(event) {
    this.#from = this.#to = this.#surface.toUnits(event);
  }

  move(event) {
    if (this.#from) {
      this.#to = this.#squared(this.#surface.toUnits(event), event.shiftKey);
      this.#surface.preview = { kind: 'Shape', data: this.#shape(), transform: IDENTITY, opacity: 1 };
      this.#surface.refresh();
    }
  }

  up() {
    if (!this.#from) {
      return;
    }
    if (this.#size() < LEAST_SIZE) {
      const { x, y } = this.#from;
      this.#from = { x: x - CLICKED_SIZE / 2, y: y - CLICKED_SIZE / 2 };
      this.#to = { x: x + CLICKED_SIZE / 2, y: y + CLICKED_SIZE / 2 };
    }
    const objectId = randomId();
    const shape = this.#shape();
    this.cancel();
    this.#session.perform({
      ObjectAdded: { objectId, z: this.#session.document.topZ, object: { Shape: shape } },
    });
  }

  cancel() {
    this.#from = null;
    this.#surface.preview = null;
    this.#surface.refresh();
  }

  #size() {
    return Math.hypot(this.#to.x - this.#from.x, this.#to.y - this.#from.y);
  }

  /** With shift: circles, squares, and lines at multiples of 45 degrees. */
  #squared(to, shift) {
    if (!shift) {
      return to;
    }
    const dx = to.x - this.#from.x;
    const dy = to.y - this.#from.y;
    if (this.#kind === 'LINE') {
      const angle = (Math.round(Math.atan2(dy, dx) / (Math.PI / 4)) * Math.PI) / 4;
      const length = Math.hypot(dx, dy);
      return { x: this.#from.x + length * Math.cos(angle), y: this.#from.y + length * Math.sin(angle) };
    }
    const side = Math.max(Math.abs(dx), Math.abs(dy));
    return { x: this.#from.x + side * (Math.sign(dx) || 1), y: this.#from.y + side * (Math.sign(dy) || 1) };
  }

  #shape() {
    const { colour, width } = this.#palette;
    const line = this.#kind === 'LINE';
    return {
      kind: this.#kind,
      fill: line ? 0 : colour,
      ...(line && { outline: colour, outlineWidth: width }),
      points: this.#points(),
    };
  }

  #points() {
    const [a, b] = [this.#from, this.#to];
    if (this.#kind === 'TRIANGLE') {
      return [{ x: (a.x + b.x) / 2, y: a.y }, { x: b.x, y: b.y }, { x: a.x, y: b.y }];
    }
    return this.#kind === 'STAR' ? starBetween(a, b) : [a, b];
  }
}

function starBetween(a, b) {
  const centre = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const [rx, ry] = [Math.abs(b.x - a.x) / 2, Math.abs(b.y - a.y) / 2];
  return Array.from({ length: STAR_POINTS * 2 }, (_, i) => {
    const angle = (i * Math.PI) / STAR_POINTS - Math.PI / 2;
    const reach = i % 2 ? STAR_INNER : 1;
    return { x: centre.x + rx * reach * Math.cos(angle), y: centre.y + ry * reach * Math.sin(angle) };
  });
}
