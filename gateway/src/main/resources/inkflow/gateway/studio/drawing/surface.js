import { paintObject } from './paint.js';

/**
 * The drawing surface: shows a document on a canvas element, at the screen's own resolution.
 * Everything below and above the object that changes is cached as two pictures, so that a growing
 * stroke or a dragged shape is the only thing to redraw.
 */
export class Surface {
  #canvas;
  #context;
  #document;
  #below = document.createElement('canvas').getContext('2d');
  #above = document.createElement('canvas').getContext('2d');
  #spare = document.createElement('canvas').getContext('2d');
  #activeId = null;
  #stale = true;
  #due = false;

  constructor(canvas, sketchDocument) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
    this.#document = sketchDocument;
    sketchDocument.addEventListener('change', () => this.refresh());
    addEventListener('inkflow-image', () => this.#redrawAll());
    new ResizeObserver(() => this.#redrawAll()).observe(canvas);
  }

  /** The map from canvas units to CSS pixels: { scale, x, y }. */
  get placement() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = Math.min(width, height);
    return { scale, x: (width - scale) / 2, y: (height - scale) / 2 };
  }

  /** Canvas units of a pointer event. */
  toUnits(event) {
    const box = this.#canvas.getBoundingClientRect();
    const { scale, x, y } = this.placement;
    return { x: (event.clientX - box.left - x) / scale, y: (event.clientY - box.top - y) / scale };
  }

  refresh() {
    if (!this.#due) {
      this.#due = true;
      requestAnimationFrame(() => this.#draw());
    }
  }

  #redrawAll() {
    this.#stale = true;
    this.refresh();
  }

  #fit() {
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const width = Math.max(1, Math.round(this.#canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(this.#canvas.clientHeight * ratio));
    for (const canvas of [this.#canvas, this.#below.canvas, this.#above.canvas, this.#spare.canvas]) {
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        this.#stale = true;
      }
    }
  }

  #units(context) {
    const { width, height } = context.canvas;
    const scale = Math.min(width, height);
    context.setTransform(scale, 0, 0, scale, (width - scale) / 2, (height - scale) / 2);
    return context;
  }

  #draw() {
    this.#due = false;
    this.#fit();
    const dirty = this.#document.takeDirty();
    const onlyActive = dirty && [...dirty].every((id) => id === this.#activeId);
    if (this.#stale || !onlyActive) {
      this.#activeId = dirty?.size === 1 ? [...dirty][0] : null;
      this.#layer();
      this.#stale = false;
    }
    this.#compose();
  }

  /**
   * Redraws the two cached pictures: everything below and above the active object; without one,
   * everything is below.
   */
  #layer() {
    const { width, height } = this.#canvas;
    for (const context of [this.#below, this.#above]) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
    }
    this.#below.fillStyle = cssOf(this.#document.background);
    this.#below.fillRect(0, 0, width, height);
    let target = this.#units(this.#below);
    for (const object of this.#document.inOrder) {
      if (object.objectId === this.#activeId) {
        target = this.#units(this.#above);
      } else {
        this.#paint(target, object);
      }
    }
  }

  #compose() {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#below.canvas, 0, 0);
    const active = this.#document.objects.get(this.#activeId);
    if (active) {
      this.#paint(this.#units(context), active);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#above.canvas, 0, 0);
  }

  #paint(context, object) {
    paintObject(context, object, this.#document.background, () => this.#scratch());
  }

  #scratch() {
    this.#spare.setTransform(1, 0, 0, 1, 0, 0);
    this.#spare.clearRect(0, 0, this.#spare.canvas.width, this.#spare.canvas.height);
    return this.#units(this.#spare);
  }
}

const cssOf = (colour) => `rgb(${(colour >>> 16) & 255}, ${(colour >>> 8) & 255}, ${colour & 255})`;
