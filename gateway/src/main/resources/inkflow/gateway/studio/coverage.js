/** Whether all that I did is in the picture that is shown. */
const UNSEEN_MS = 8000;

export class Coverage {
  #session;
  #view;
  #clientId;
  #last = null;

  constructor(session, view, clientId) {
    this.#session = session;
    this.#view = view;
    this.#clientId = clientId;
    session.addEventListener('sent', ({ detail }) => (this.#last = { clientSeq: detail, at: performance.now() }));
    session.addEventListener('notice', ({ detail }) => {
      if (detail.clientSeq === this.#last?.clientSeq) {
        this.#last = null;
      }
    });
  }

  /** Null where it means nothing, as after what changes no picture. */
  get isWhole() {
    if (!this.#view.header || !this.#last) {
      return null;
    }
    if ((this.#view.header.clientSeqs[this.#clientId] ?? 0) >= this.#last.clientSeq) {
      return true;
    }
    const old = performance.now() - this.#last.at > UNSEEN_MS;
    return old && this.#session.connection.state === 'online' ? null : false;
  }
}
