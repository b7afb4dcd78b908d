/** Shows the latency figures, updated twice a second. */
const TICK_MS = 500;
const SLOW_MS = 1000;

export class Readout {
  #parts;
  #latency;
  #view;
  #isCovered;

  /**
   * @param parts the elements p50, p95, fps, skipped, trail and covered
   * @param isCovered whether the picture contains the user's last edit; null if that doesn't apply
   */
  constructor(parts, latency, view, isCovered) {
    this.#parts = parts;
    this.#latency = latency;
    this.#view = view;
    this.#isCovered = isCovered;
    setInterval(() => this.#tick(), TICK_MS);
    view.addEventListener('shown', () => this.cover());
  }

  #tick() {
    const { p50, p95, fps, skipped } = this.#parts;
    p50.textContent = millis(this.#latency.percentile(0.5));
    p95.textContent = millis(this.#latency.percentile(0.95));
    fps.textContent = this.#latency.fps ?? '–';
    skipped.textContent = this.#view.skipped;
    this.#drawTrail();
    this.cover();
  }

  /** Says whether the last stroke is in the picture. */
  cover() {
    const covered = this.#isCovered();
    const { covered: element } = this.#parts;
    element.dataset.state = covered === null ? 'none' : covered ? 'in' : 'waiting';
    element.querySelector('span').textContent =
      covered === null ? '' : covered ? 'Last stroke is in the picture' : 'Following your hand…';
  }

  /** Draws the last latencies as a sparkline. */
  #drawTrail() {
    const samples = this.#latency.samples.slice(-60);
    const most = Math.max(100, ...samples);
    const step = 60 / Math.max(1, samples.length - 1);
    const points = samples.map((ms, i) => `${(i * step).toFixed(1)},${(15.5 - (ms / most) * 15).toFixed(1)}`);
    this.#parts.trail.setAttribute('points', points.join(' '));
  }
}

function millis(value) {
  if (value === null) {
    return '–';
  }
  return value < SLOW_MS ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}
