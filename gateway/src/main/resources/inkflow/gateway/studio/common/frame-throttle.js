/** Lets an action happen at most once a screen frame, and not more often than every so many milliseconds. */
export class FrameThrottle {
  #action;
  #leastMs;
  #due = false;
  #lastAt = -Infinity;

  constructor(action, leastMs) {
    this.#action = action;
    this.#leastMs = leastMs;
  }

  /** Has the action done soon; asking again before then changes nothing. */
  ask() {
    if (!this.#due) {
      this.#due = true;
      requestAnimationFrame((now) => this.#tick(now));
    }
  }

  /** Does now what was asked for, if anything. */
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
