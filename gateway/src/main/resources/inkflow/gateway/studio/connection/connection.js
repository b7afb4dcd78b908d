import { pack, unpack } from './binary-message.js';

/**
 * The connection to the gateway. Fires `state` ('connecting', 'online', 'offline'), `message` for every
 * JSON message except acks, `frame` for pictures, `leaving` when the page goes and can still send.
 *
 * Keeps every event until the log has acknowledged it or the gateway has refused it. After a reconnect it
 * sends them again, in order; the job drops those whose clientSeq it has already seen.
 */
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;
const PING_MS = 4000;
const SILENCE_MS = 11000;
const TOO_LARGE = 1009;
const MOST_CAMERA_BYTES_WAITING = 400_000;

export class Connection extends EventTarget {
  state = 'connecting';
  roundTrip = null;
  #sessionId;
  #identity;
  #socket = null;
  #unacknowledged = new Map();
  #retryMs = FIRST_RETRY_MS;
  #heardAt = 0;
  #cameraFrame = 0;

  /** @param identity { clientId, displayName, nextSeq() } */
  constructor(sessionId, identity) {
    super();
    this.#sessionId = sessionId;
    this.#identity = identity;
    setInterval(() => this.#beat(), PING_MS);
    addEventListener('online', () => this.#open());
    addEventListener('pagehide', () => {
      this.dispatchEvent(new Event('leaving'));
      this.#socket?.close();
    });
  }

  connect() {
    this.#open();
  }

  get pending() {
    return this.#unacknowledged.size;
  }

  /** The last clientSeq used. */
  get lastSeq() {
    return this.#identity.lastSeq;
  }

  /** Sends an event, now or as soon as there is a connection; returns its { clientSeq, sentAt }. */
  send(event) {
    const stamp = this.#stamp();
    this.#keep(stamp.clientSeq, JSON.stringify({ type: 'event', ...stamp, event }));
    return stamp;
  }

  /** Sends an ObjectAdded of an Image whose bytes are not in the event. */
  sendImage(event, bytes) {
    const stamp = this.#stamp();
    this.#keep(stamp.clientSeq, pack({ type: 'event', ...stamp, event }, bytes));
    return stamp;
  }

  #stamp() {
    return { clientSeq: this.#identity.nextSeq(), sentAt: micros() };
  }

  /**
   * Sends a camera picture, unless earlier data is still waiting to be sent: a late picture is of
   * no use.
   */
  sendCamera(header, bytes) {
    if (this.state !== 'online' || this.#socket.bufferedAmount > MOST_CAMERA_BYTES_WAITING) {
      return false;
    }
    const frameNumber = Math.max(Date.now(), this.#cameraFrame + 1);
    this.#cameraFrame = frameNumber;
    this.#socket.send(pack({ type: 'camera', frameNumber, capturedAt: micros(), ...header }, bytes));
    return true;
  }

  /** Asks for a new snapshot. */
  resync() {
    if (this.state === 'online') {
      this.#socket.send('{"type":"resync"}');
    }
  }

  /** Reconnects, since a new display name is sent only when joining. */
  rename() {
    this.#socket?.close();
  }

  #keep(clientSeq, data) {
    this.#unacknowledged.set(clientSeq, data);
    if (this.state === 'online') {
      this.#socket.send(data);
    }
  }

  #open() {
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) {
      return;
    }
    const first = this.#unacknowledged.keys().next().value;
    const query = new URLSearchParams({
      client: this.#identity.clientId,
      name: this.#identity.displayName,
      seq: (first ?? this.lastSeq + 1) - 1,
    });
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/ws/sessions/${this.#sessionId}?${query}`);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code }) => this.#closed(socket, code);
    this.#socket = socket;
    this.#heardAt = performance.now();
  }

  #opened(socket) {
    for (const data of this.#unacknowledged.values()) {
      socket.send(data);
    }
    this.#become('online');
  }

  #closed(socket, code) {
    if (socket !== this.#socket) {
      return;
    }
    if (code === TOO_LARGE) {
      this.#giveUpLargest();
    }
    this.#become('offline');
    const wait = this.#retryMs * (0.75 + Math.random() / 2);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    setTimeout(() => this.#open(), wait);
  }

  /** The gateway takes no message of that size: sent again it would end every connection. */
  #giveUpLargest() {
    const size = (data) => data.byteLength ?? data.length;
    const sent = [...this.#unacknowledged];
    if (sent.length > 0) {
      const [clientSeq, data] = sent.reduce((a, b) => (size(b[1]) > size(a[1]) ? b : a));
      const problem = { key: 'message length', value: size(data), expected: 'what the gateway takes' };
      this.#heard({ type: 'error', clientSeq, ...problem });
    }
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }

  #received(data) {
    this.#heardAt = performance.now();
    if (typeof data !== 'string') {
      this.dispatchEvent(new CustomEvent('frame', { detail: unpack(data) }));
      return;
    }
    this.#heard(JSON.parse(data));
  }

  #heard(message) {
    if (message.type === 'ack' || message.type === 'error') {
      this.#unacknowledged.delete(message.clientSeq);
    }
    if (message.type === 'ack' || message.type === 'snapshot') {
      // Only now: a gateway that takes nothing is not to be asked four times a second.
      this.#retryMs = FIRST_RETRY_MS;
    }
    if (message.type === 'ack') {
      return;
    } else if (message.type === 'pong') {
      this.roundTrip = performance.now() - message.at;
    } else {
      this.dispatchEvent(new CustomEvent('message', { detail: message }));
    }
  }

  #beat() {
    if (this.state !== 'online') {
      return;
    }
    if (performance.now() - this.#heardAt > SILENCE_MS) {
      const dead = this.#socket;
      dead.onclose = null;
      dead.close();
      this.#closed(dead);
    } else {
      this.#socket.send(JSON.stringify({ type: 'ping', at: performance.now() }));
    }
  }
}

const micros = () => Math.round((performance.timeOrigin + performance.now()) * 1000);
