/**
 * Measures the latency from sending an own event to showing a picture that contains it.
 * Percentiles are over the last 150 pictures.
 */
const WINDOW = 150;
const SECOND_MS = 1000;

export class Latency {
  #sent = new Map();
  #samples = [];
  #shownAt = [];
  coveredSeq = 0;

  sent(clientSeq) {
    this.#sent.set(clientSeq, performance.now());
  }

  /** @param covered the last own clientSeq in the picture, or undefined */
  shown(covered) {
    const now = performance.now();
    this.#shownAt.push(now);
    if (covered === undefined || covered <= this.coveredSeq) {
      return;
    }
    const sentAt = this.#sent.get(covered);
    for (const clientSeq of this.#sent.keys()) {
      if (clientSeq <= covered) {
        this.#sent.delete(clientSeq);
      }
    }
    this.coveredSeq = covered;
    if (sentAt !== undefined) {
      this.#samples.push(now - sentAt);
      this.#samples.splice(0, this.#samples.length - WINDOW);
    }
  }

  /** Milliseconds below which the share `p` of the samples lies; null before the first. */
  percentile(p) {
    if (!this.#samples.length) {
      return null;
    }
    const sorted = [...this.#samples].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
  }

  get samples() {
    return this.#samples;
  }

  /** Pictures in the last second; null if there was none, as when nobody draws. */
  get fps() {
    const since = performance.now() - SECOND_MS;
    this.#shownAt = this.#shownAt.filter((at) => at > since);
    return this.#shownAt.length || null;
  }
}
