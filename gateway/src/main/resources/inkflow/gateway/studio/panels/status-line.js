import { $ } from '../common/dom.js';

/** Shows the state of the connection in the header. */
const WAIT_FOR_JOB_MS = 4000;
const WORDS = {
  online: 'Live',
  joining: 'Joining…',
  connecting: 'Connecting…',
  offline: 'Reconnecting… what you draw is kept',
  unsaved: 'Not saved yet, what you draw is kept here; pictures are paused',
  paused: 'The drawing is saved; pictures are paused',
};
const SAVES = ['broker', 'producer'];

export class StatusLine {
  #session;
  #timer = 0;

  constructor(session) {
    this.#session = session;
    session.connection.addEventListener('state', () => this.#show());
    session.addEventListener('ready', () => this.#show());
    session.addEventListener('health', () => this.#show());
    this.#show();
  }

  #show() {
    const { connection, ready } = this.#session;
    const online = connection.state === 'online';
    const waiting = online && !ready && !this.#illness;
    const state = waiting ? 'joining' : online && this.#illness ? this.#illness : connection.state;
    document.body.dataset.connection = state;
    $('status').textContent = WORDS[state];
    clearTimeout(this.#timer);
    if (waiting) {
      this.#timer = setTimeout(() => {
        $('status').textContent = 'Connected, but no renderer answers yet';
      }, WAIT_FOR_JOB_MS);
    }
  }

  /** The key in WORDS of the part that is ill. */
  get #illness() {
    const { ill } = this.#session;
    return ill.length === 0 ? null : ill.some((part) => SAVES.includes(part)) ? 'unsaved' : 'paused';
  }
}
