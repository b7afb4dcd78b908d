import { $ } from '../common/dom.js';

/** Shows the state of the connection in the header. */
const WAIT_FOR_JOB_MS = 4000;
const WORDS = {
  online: 'Live',
  joining: 'Joining…',
  connecting: 'Connecting…',
  offline: 'Reconnecting… what you draw is kept',
};

export class StatusLine {
  #session;
  #timer = 0;

  constructor(session) {
    this.#session = session;
    session.connection.addEventListener('state', () => this.#show());
    session.addEventListener('ready', () => this.#show());
    this.#show();
  }

  #show() {
    const { connection, ready } = this.#session;
    const waiting = connection.state === 'online' && !ready;
    const state = waiting ? 'joining' : connection.state;
    document.body.dataset.connection = state;
    $('status').textContent = WORDS[state];
    clearTimeout(this.#timer);
    if (waiting) {
      this.#timer = setTimeout(() => {
        $('status').textContent = 'Connected, but no renderer answers yet';
      }, WAIT_FOR_JOB_MS);
    }
  }
}
