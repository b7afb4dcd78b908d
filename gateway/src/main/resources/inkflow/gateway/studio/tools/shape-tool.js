import { FrameThrottle } from '../common/frame-throttle.js';
import { constrained, mapBetween, pointsBetween, withRoom } from './shape-corners.js';
import { randomId } from '../common/random-id.js';

/**
 * Drags a shape open from corner to corner; a click alone adds one of a default size. The shape is added as
 * soon as it is large enough to see and then transformed to follow the pointer, so that the picture changes
 * during the drag. All of it is one undo step.
 */
const LEAST_SIZE = 0.015;
const CLICKED_SIZE = 0.28;
const LEAST_MS_BETWEEN = 30;

export class ShapeTool {
  #kind;
  #session;
  #palette;
  #surface;
  #throttle = new FrameThrottle(() => this.#show(), LEAST_MS_BETWEEN);
  #from = null;
  #to = null;
  /** The shape added in this drag: { objectId, from, to }, with its corners when it was added. */
  #added = null;

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
      const at = this.#surface.toUnits(event);
      this.#to = event.shiftKey ? constrained(this.#kind, this.#from, at) : at;
      if (this.#added || this.#size() >= LEAST_SIZE) {
        this.#throttle.ask();
      }
    }
  }

  up() {
    if (this.#from && this.#size() < LEAST_SIZE) {
      this.#sizeAsClicked();
      this.#throttle.ask();
    }
    this.#end();
  }

  cancel() {
    this.#end();
  }

  #end() {
    this.#throttle.flush();
    this.#from = this.#added = null;
  }

  #sizeAsClicked() {
    const { x, y } = this.#from;
    this.#from = { x: x - CLICKED_SIZE / 2, y: y - CLICKED_SIZE / 2 };
    this.#to = { x: x + CLICKED_SIZE / 2, y: y + CLICKED_SIZE / 2 };
  }

  #size() {
    return Math.hypot(this.#to.x - this.#from.x, this.#to.y - this.#from.y);
  }

  #show() {
    const now = { from: this.#from, to: withRoom(this.#kind, this.#from, this.#to) };
    if (this.#added) {
      const { objectId, ...before } = this.#added;
      this.#session.perform({ ObjectChanged: { objectId, transform: mapBetween(this.#kind, before, now) } });
    } else {
      this.#added = { objectId: randomId(), ...now };
      this.#add(this.#added);
    }
  }

  #add({ objectId, from, to }) {
    const { colour, width } = this.#palette;
    const line = this.#kind === 'LINE';
    const shape = {
      kind: this.#kind,
      fill: line ? 0 : colour,
      ...(line && { outline: colour, outlineWidth: width }),
      points: pointsBetween(this.#kind, from, to),
    };
    this.#session.perform({
      ObjectAdded: { objectId, z: this.#session.document.topZ, object: { Shape: shape } },
    });
  }
}
