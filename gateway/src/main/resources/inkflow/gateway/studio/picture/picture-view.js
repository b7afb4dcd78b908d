const RESTART_JUMP = 10_000;

/**
 * Shows the newest picture. Decodes one at a time; of those that arrive meanwhile, only the newest
 * is kept. Fires `shown` with the header when a picture is on the screen.
 */
export class PictureView extends EventTarget {
  #context;
  #waiting = null;
  #decoding = false;
  header = null;
  skipped = 0;

  constructor(canvas) {
    super();
    this.#context = canvas.getContext('2d', { alpha: false });
  }

  get canvas() {
    return this.#context.canvas;
  }

  /** Takes a received picture: { header, image }. */
  offer(frame) {
    if (this.#decoding) {
      this.#waiting = frame;
    } else {
      this.#show(frame);
    }
  }

  async #show({ header, image }) {
    this.#decoding = true;
    try {
      const bitmap = await createImageBitmap(new Blob([image], { type: header.contentType }));
      const { canvas } = this.#context;
      if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
        canvas.width = bitmap.width;
        canvas.height = bitmap.height;
      }
      this.#context.drawImage(bitmap, 0, 0);
      bitmap.close();
      this.#count(header);
      this.dispatchEvent(new CustomEvent('shown', { detail: header }));
    } finally {
      this.#decoding = false;
      const next = this.#waiting;
      this.#waiting = null;
      if (next) {
        this.#show(next);
      }
    }
  }

  /**
   * Frame numbers rise by one, so a gap is the number of skipped frames; after a restart of the job
   * they jump.
   */
  #count(header) {
    const gap = this.header ? header.frameNumber - this.header.frameNumber - 1 : 0;
    if (gap > 0 && gap < RESTART_JUMP) {
      this.skipped += gap;
    }
    this.header = header;
  }

  /** The picture as a PNG blob. */
  toPng() {
    return new Promise((resolve) => this.canvas.toBlob(resolve, 'image/png'));
  }
}
