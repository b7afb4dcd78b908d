/**
 * The newest entries of the session's log, kept for a snapshot that is older than they are, and whether
 * the last snapshot and they leave nothing out.
 */
const MOST_KEPT = 2000;

export class LogMemory {
  /** In the order of the log; those that the last snapshot has are gone. */
  entries = [];
  #snapshotAt;
  #joinedAt;
  #heardAt;
  #forgottenAt;

  constructor() {
    this.begin();
  }

  /** A new connection: what was said between the last one and the Join of this one is not known. */
  begin() {
    this.entries = [];
    this.#snapshotAt = this.#joinedAt = this.#heardAt = this.#forgottenAt = -Infinity;
  }

  /** Takes the next entry; false where the last snapshot has it already. */
  keep(entry, isMine) {
    this.#heardAt = entry.offset;
    if (isMine && 'Join' in entry.event && this.#joinedAt === -Infinity) {
      this.#joinedAt = entry.offset;
    }
    if (entry.offset <= this.#snapshotAt) {
      return false;
    }
    this.entries.push(entry);
    if (this.entries.length > MOST_KEPT) {
      this.#forgottenAt = this.entries.shift().offset;
    }
    return true;
  }

  find(clientId, clientSeq) {
    return this.entries.findLast((entry) => entry.clientId === clientId && entry.clientSeq === clientSeq);
  }

  /** Whether this page heard all that a snapshot of `offset` has. */
  knows(offset) {
    return this.#snapshotAt > -Infinity && !this.isIncomplete && offset <= this.#heardAt;
  }

  /** @param offset the last event that the snapshot has */
  snapshotIsOf(offset) {
    this.#snapshotAt = offset;
    this.entries = this.entries.filter((entry) => entry.offset > offset);
  }

  /** Whether something may be missing: the snapshot answers somebody who joined earlier, or is too old. */
  get isIncomplete() {
    return this.#snapshotAt > -Infinity && this.#snapshotAt < Math.max(this.#joinedAt, this.#forgottenAt);
  }
}
