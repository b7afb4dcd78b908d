/**
 * Camera or screen as an input: sends pictures to the job as fast as the connection allows, up to a rate.
 * Any painting or 3D program becomes an input through screen capture. Fires `change`.
 */
const FRAMES_A_SECOND = 15;
const JPEG_QUALITY = 0.8;

export class VideoInput extends EventTarget {
  kind = null;
  #connection;
  #size;
  #video = document.createElement('video');
  #canvas = document.createElement('canvas');
  #timer = 0;
  #encoding = false;

  /** @param size returns the picture's { width, height } */
  constructor(connection, size) {
    super();
    this.#connection = connection;
    this.#size = size;
    this.#video.muted = true;
    this.#video.playsInline = true;
  }

  get video() {
    return this.#video;
  }

  /** @param kind 'camera' or 'screen'; the one already running is stopped */
  async toggle(kind) {
    const running = this.kind;
    this.stop();
    if (running !== kind) {
      await this.#start(kind);
    }
  }

  async #start(kind) {
    if (!navigator.mediaDevices) {
      throw new Error('A browser gives the camera only to https pages, or to localhost.');
    }
    const stream =
      kind === 'camera'
        ? await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480, facingMode: 'user' } })
        : await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: FRAMES_A_SECOND } });
    stream.getVideoTracks()[0].addEventListener('ended', () => this.stop());
    this.#video.srcObject = stream;
    await this.#video.play();
    this.#timer = setInterval(() => this.#capture(), 1000 / FRAMES_A_SECOND);
    this.kind = kind;
    this.dispatchEvent(new Event('change'));
  }

  stop() {
    if (!this.kind) {
      return;
    }
    clearInterval(this.#timer);
    this.#video.srcObject?.getTracks().forEach((track) => track.stop());
    this.#video.srcObject = null;
    this.kind = null;
    this.dispatchEvent(new Event('change'));
  }

  /** The centre of the video, cropped to the picture's aspect ratio. */
  async #capture() {
    const { videoWidth, videoHeight } = this.#video;
    if (this.#encoding || !videoWidth) {
      return;
    }
    this.#encoding = true;
    const { width, height } = this.#size();
    this.#canvas.width = width;
    this.#canvas.height = height;
    const scale = Math.max(width / videoWidth, height / videoHeight);
    const [w, h] = [videoWidth * scale, videoHeight * scale];
    this.#canvas.getContext('2d').drawImage(this.#video, (width - w) / 2, (height - h) / 2, w, h);
    const blob = await new Promise((resolve) => this.#canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
    const header = { sourceId: this.kind ?? 'camera', width, height, contentType: 'image/jpeg' };
    this.#connection.sendCamera(header, await blob.arrayBuffer());
    this.#encoding = false;
  }
}
