import { Session } from '../studio/connection/session.js';
import { SketchDocument } from '../studio/document/sketch-document.js';

/**
 * Plays histories that RandomHistory wrote to the page's own document code: what pages do, and what a
 * gateway tells them and when.
 */
const TIME_TO_ASK_MS = 1500;

/** Stands in for the socket: says nothing of itself, and notes when the page asks for a snapshot. */
class SimulatedConnection extends EventTarget {
  sentAt = 0;
  asked = 0;
  #clientSeq = 0;
  #answer;

  /** @param answer gives the snapshot that answers what is asked in the end */
  constructor(answer) {
    super();
    this.#answer = answer;
  }

  send() {
    return { clientSeq: ++this.#clientSeq, sentAt: this.sentAt };
  }

  open() {
    this.dispatchEvent(new CustomEvent('state', { detail: 'online' }));
  }

  resync() {
    this.asked++;
    this.hear(this.#answer());
  }

  hear(message) {
    this.dispatchEvent(new CustomEvent('message', { detail: structuredClone(message) }));
  }
}

class SimulatedPage {
  #id;
  #connection;
  #session;

  constructor(id, answer) {
    this.#id = id;
    this.#connection = new SimulatedConnection(answer);
    this.#session = new Session(new SketchDocument(id), this.#connection, id);
  }

  open() {
    this.#connection.open();
  }

  perform({ event, sentAt }) {
    this.#connection.sentAt = sentAt;
    this.#session.perform(event);
  }

  hear({ entry, refused }) {
    const { clientId, clientSeq, offset, event } = entry;
    const isMine = clientId === this.#id;
    this.#connection.hear(
      isMine ? { type: 'logged', offset, clientSeq, kind: Object.keys(event)[0] } : { type: 'event', ...entry },
    );
    if (refused) {
      this.#connection.hear(isMine ? { type: 'notice', clientSeq, message: refused } : { type: 'refused', clientId, clientSeq });
    }
  }

  take(snapshot) {
    this.#connection.hear(snapshot);
  }

  get asked() {
    return this.#connection.asked;
  }

  get canvas() {
    const { background, inOrder, settings } = this.#session.document;
    const objects = inOrder.map(({ order, data: { key, ...data }, ...object }) => ({ ...object, data }));
    return written({ background, settings, objects });
  }
}

/** A Snapshot in the same words as a page's canvas. */
function canvasOf({ background, settings, objects }) {
  const same = objects.map(({ clientId, transform, opacity, added: { objectId, z, object } }) => {
    const [kind, data] = Object.entries(object)[0];
    return { objectId, clientId, z, kind, data, transform, opacity };
  });
  return written({ background, settings, objects: same });
}

/** As text with names in order and without what is null. */
function written(value) {
  const sorted = (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).filter(([, each]) => each !== null).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return JSON.stringify(value, sorted);
}

/** Gives what the job has in the end, and of each page: what it shows, whether it asks, what it shows then. */
async function play({ pages: ids, steps, last }) {
  const pages = new Map(ids.map((id) => [id, new SimulatedPage(id, () => last)]));
  for (const { page, does, ...what } of steps) {
    pages.get(page)[does](what[does]);
  }
  const shown = [...pages.values()].map((page) => page.canvas);
  await new Promise((resolve) => setTimeout(resolve, TIME_TO_ASK_MS));
  const results = [...pages.values()].map((page, i) => ({ shown: shown[i], asked: page.asked, settled: page.canvas }));
  return { job: canvasOf(last), pages: results };
}

export const playAll = (histories) => Promise.all(histories.map(play));
