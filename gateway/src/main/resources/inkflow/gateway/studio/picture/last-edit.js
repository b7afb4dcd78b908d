/** After this time an edit that causes no new picture is no longer waited for. */
const LONGEST_WAIT_MS = 8000;

/** The user's last edit, and whether the shown picture contains it. */
export class LastEdit {
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

  /** Null if it doesn't apply, for example after an edit that causes no new picture. */
  get isInPicture() {
    if (!this.#view.header || !this.#last) {
      return null;
    }
    if ((this.#view.header.clientSeqs[this.#clientId] ?? 0) >= this.#last.clientSeq) {
      return true;
    }
    const old = performance.now() - this.#last.at > LONGEST_WAIT_MS;
    return old && this.#session.connection.state === 'online' ? null : false;
  }
}
