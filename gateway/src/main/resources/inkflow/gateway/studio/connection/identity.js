import { newDisplayName } from './readable-names.js';
import { randomId } from '../common/random-id.js';

/** Who this page is. A reload stays the same client, so that undo goes on; a new tab is a new one. */

const KEY = 'inkflow.client';

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
      name = newDisplayName();
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
