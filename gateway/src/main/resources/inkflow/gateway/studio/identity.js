/** Who this page is. A reload stays the same client, so that undo goes on; a new tab is a new one. */

const ADJECTIVES = 'amber brisk calm coral dusky early fern gentle golden hazel indigo ivory jade lilac linen lunar misty mossy ochre olive opal pale plum quiet rosy sage scarlet silver sunny teal umber violet'.split(' ');
const NOUNS = 'bay beech brook cedar cliff cloud cove creek dune elm field fjord forest garden glade harbor heron hill island kite lagoon lake lark maple meadow moon otter pebble pine pond reef river robin shore sky snow sparrow spring star stone sun swan tide valley wave willow wren'.split(' ');
const KEY = 'inkflow.client';

const pick = (words) => words[Math.floor(Math.random() * words.length)];

/** A readable id that nobody else is likely to have: calm-otter-482. */
export const newSessionId = () => `${pick(ADJECTIVES)}-${pick(NOUNS)}-${100 + Math.floor(Math.random() * 900)}`;

export const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(9)), (b) => b.toString(36).padStart(2, '0')).join('').slice(0, 12);

const capital = (word) => word[0].toUpperCase() + word.slice(1);

export class Identity {
  #sessionId;
  clientId;
  lastSeq;

  constructor(sessionId) {
    this.#sessionId = sessionId;
    const kept = this.#kept();
    this.clientId = kept?.clientId ?? randomId();
    this.lastSeq = kept?.lastSeq ?? 0;
    this.#keep();
  }

  nextSeq() {
    this.lastSeq++;
    this.#keep();
    return this.lastSeq;
  }

  get displayName() {
    let name = localStorage.getItem('inkflow.name');
    if (!name) {
      name = `${capital(pick(ADJECTIVES))} ${capital(pick(NOUNS))}`;
      localStorage.setItem('inkflow.name', name);
    }
    return name;
  }

  set displayName(name) {
    localStorage.setItem('inkflow.name', name);
  }

  /** A duplicated tab copies the storage of the first: only a reload may take it over. */
  #kept() {
    const how = performance.getEntriesByType('navigation')[0]?.type;
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return how === 'reload' && kept?.sessionId === this.#sessionId ? kept : null;
  }

  #keep() {
    const { clientId, lastSeq } = this;
    sessionStorage.setItem(KEY, JSON.stringify({ sessionId: this.#sessionId, clientId, lastSeq }));
  }
}
