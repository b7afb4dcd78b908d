import { randomId } from '../common/random-id.js';

/** Adds dropped, pasted or chosen pictures to the canvas. */
const LONGEST_SIDE = 1024;
const SHARE_OF_CANVAS = 0.8;

export class ImageImport {
  #session;
  #tell;
  #onPlaced;

  /** @param tell shows a message to the user */
  constructor(session, stage, input, tell, onPlaced) {
    this.#session = session;
    this.#tell = tell;
    this.#onPlaced = onPlaced;
    input.addEventListener('change', () => {
      this.#takeFirst(input.files);
      input.value = '';
    });
    stage.addEventListener('dragover', (event) => {
      event.preventDefault();
      stage.classList.add('dropping');
    });
    stage.addEventListener('dragleave', () => stage.classList.remove('dropping'));
    stage.addEventListener('drop', (event) => {
      event.preventDefault();
      stage.classList.remove('dropping');
      this.#takeFirst(event.dataTransfer.files);
    });
    addEventListener('paste', (event) => this.#takeFirst(event.clipboardData.files));
  }

  #takeFirst(files) {
    const file = [...files].find(({ type }) => type.startsWith('image/'));
    if (file) {
      this.#take(file).catch(() => this.#tell('That image cannot be read.', 'error'));
    }
  }

  async #take(file) {
    const bitmap = await createImageBitmap(file);
    const shrink = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * shrink));
    canvas.height = Math.max(1, Math.round(bitmap.height * shrink));
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const contentType = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png';
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, contentType, 0.9));
    const bytes = await blob.arrayBuffer();
    const data = canvas.toDataURL(contentType, 0.9).split(',')[1];
    const objectId = randomId();
    const image = { contentType, ...centred(canvas.width / canvas.height) };
    this.#session.performImage({ objectId, z: this.#session.document.topZ, object: { Image: image } }, data, bytes);
    this.#onPlaced(objectId);
  }
}

function centred(aspect) {
  const width = aspect >= 1 ? SHARE_OF_CANVAS : SHARE_OF_CANVAS * aspect;
  const height = aspect >= 1 ? SHARE_OF_CANVAS / aspect : SHARE_OF_CANVAS;
  return { x: (1 - width) / 2, y: (1 - height) / 2, width, height };
}
