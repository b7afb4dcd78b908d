import { newDisplayName } from './readable-names.js';
import { randomId } from '../common/random-id.js';

/**
 * The page's client id and name. After a reload the page is the same client, so that undo still
 * works; a new tab is a new client.
 */

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

  /**
   * A duplicated tab gets a copy of the first one's storage, so only a reload may use the stored
   * identity.
   */
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
