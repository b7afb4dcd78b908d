/** Limits an action to once per screen frame, and to once per so many milliseconds. */
export class FrameThrottle {
  #action;
  #leastMs;
  #due = false;
  #lastAt = -Infinity;

  constructor(action, leastMs) {
    this.#action = action;
    this.#leastMs = leastMs;
  }

  /** Schedules the action; asking again before it has run changes nothing. */
  ask() {
    if (!this.#due) {
      this.#due = true;
      requestAnimationFrame((now) => this.#tick(now));
    }
  }

  /** Runs a scheduled action now. */
  flush() {
    if (this.#due) {
      this.#due = false;
      this.#action();
    }
  }

  #tick(now) {
    if (this.#due && now - this.#lastAt < this.#leastMs) {
      requestAnimationFrame((later) => this.#tick(later));
    } else {
      this.#lastAt = now;
      this.flush();
    }
  }
}
