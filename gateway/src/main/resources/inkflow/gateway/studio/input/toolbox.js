/**
 * The current tool, to which it passes pointer events. A pen always draws; while a pen is in use,
 * touches are ignored (palm rejection).
 */
const PALM_MS = 1500;

export class Toolbox extends EventTarget {
  #tools;
  #active = 'brush';
  #pointer = null;
  #penAt = -Infinity;

  /** @param tools name to tool: down, move, up, cancel, each with a pointer event */
  constructor(tools, stage) {
    super();
    this.#tools = tools;
    stage.addEventListener('pointerdown', (event) => this.#down(event, stage));
    stage.addEventListener('pointermove', (event) => this.#move(event));
    stage.addEventListener('pointerup', (event) => this.#end(event, 'up'));
    stage.addEventListener('pointercancel', (event) => this.#end(event, 'cancel'));
    stage.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  get active() {
    return this.#active;
  }

  pick(name) {
    if (name !== this.#active && this.#tools[name]) {
      this.#active = name;
      this.dispatchEvent(new Event('picked'));
    }
  }

  #down(event, stage) {
    if (event.pointerType === 'pen') {
      this.#penAt = event.timeStamp;
    }
    const palm = event.pointerType === 'touch' && event.timeStamp - this.#penAt < PALM_MS;
    if (this.#pointer !== null || event.button > 0 || palm || event.target.closest('button, a')) {
      return;
    }
    event.preventDefault();
    document.activeElement?.blur();
    this.#pointer = event.pointerId;
    stage.setPointerCapture(event.pointerId);
    this.#tools[this.#active].down(event);
  }

  #move(event) {
    if (event.pointerType === 'pen') {
      this.#penAt = event.timeStamp;
    }
    if (event.pointerId === this.#pointer) {
      this.#tools[this.#active].move(event);
    }
  }

  #end(event, how) {
    if (event.pointerId === this.#pointer) {
      this.#pointer = null;
      this.#tools[this.#active][how](event);
    }
  }
}
