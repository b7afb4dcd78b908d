import { Ticker } from '../common/ticker.js';

/**
 * Camera or screen as an input: sends pictures to the job as fast as the connection allows, up to a rate.
 * Any painting or 3D program becomes an input through screen capture. While the page is hidden a camera
 * sends nothing; a screen goes on, since people paint in another window. Fires `change`.
 */
const FRAMES_A_SECOND = 15;
const JPEG_QUALITY = 0.8;

export class VideoInput extends EventTarget {
  /** 'camera' or 'screen' while it runs, else null. */
  kind = null;
  #connection;
  #clientId;
  #size;
  #video = document.createElement('video');
  #canvas = document.createElement('canvas');
  #ticker = new Ticker(() => this.#capture());
  #encoding = false;
  /** What the browser is being asked for, else null. */
  #asking = null;
  /** Rises with every start and stop: an answer to an older question comes too late. */
  #turn = 0;

  /** @param size returns the picture's { width, height } */
  constructor(connection, clientId, size) {
    super();
    this.#connection = connection;
    this.#clientId = clientId;
    this.#size = size;
    this.#video.muted = true;
    this.#video.playsInline = true;
  }

  get video() {
    return this.#video;
  }

  /** Names this page's pictures in the log; null while nothing runs. */
  get sourceId() {
    return this.kind && `${this.#clientId}.${this.kind}`;
  }

  /**
   * Starts a kind, or stops it where it runs or is being asked for; the other kind is stopped.
   *
   * @param kind 'camera' or 'screen'
   */
  async toggle(kind) {
    const wanted = this.kind !== kind && this.#asking !== kind;
    this.stop();
    if (wanted) {
      await this.#start(kind);
    }
  }

  async #start(kind) {
    if (!navigator.mediaDevices) {
      throw new Error('A browser gives the camera only to https pages, or to localhost.');
    }
    const turn = ++this.#turn;
    this.#asking = kind;
    try {
      const stream = await ask(kind);
      if (turn !== this.#turn) {
        end(stream);
        return;
      }
      stream.getVideoTracks()[0].addEventListener('ended', () => turn === this.#turn && this.stop());
      this.#video.srcObject = stream;
      await this.#video.play();
    } finally {
      if (turn === this.#turn) {
        this.#asking = null;
      }
    }
    if (turn === this.#turn) {
      this.#ticker.start(1000 / FRAMES_A_SECOND);
      this.kind = kind;
      this.dispatchEvent(new Event('change'));
    }
  }

  stop() {
    this.#turn++;
    this.#asking = null;
    this.#ticker.stop();
    end(this.#video.srcObject);
    this.#video.srcObject = null;
    if (this.kind) {
      this.kind = null;
      this.dispatchEvent(new Event('change'));
    }
  }

  /** The centre of the video, cropped to the picture's aspect ratio. */
  async #capture() {
    const { sourceId } = this;
    const { videoWidth, videoHeight } = this.#video;
    if (this.#encoding || !videoWidth || !sourceId || (this.kind === 'camera' && document.hidden)) {
      return;
    }
    this.#encoding = true;
    const { width, height } = this.#size();
    this.#canvas.width = width;
    this.#canvas.height = height;
    const scale = Math.max(width / videoWidth, height / videoHeight);
    const [w, h] = [videoWidth * scale, videoHeight * scale];
    this.#canvas.getContext('2d').drawImage(this.#video, (width - w) / 2, (height - h) / 2, w, h);
    try {
      const blob = await new Promise((resolve) => this.#canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
      const bytes = await blob.arrayBuffer();
      if (this.sourceId === sourceId) {
        this.#connection.sendCamera({ sourceId, width, height, contentType: 'image/jpeg' }, bytes);
      }
    } finally {
      this.#encoding = false;
    }
  }
}

function ask(kind) {
  return kind === 'camera'
    ? navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480, facingMode: 'user' } })
    : navigator.mediaDevices.getDisplayMedia({ video: { frameRate: FRAMES_A_SECOND } });
}

function end(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
