/**
 * Keeps the newest entries of the session's log, to apply them on top of a snapshot that is older, and
 * knows whether entries between the two are missing.
 */
const MOST_KEPT = 2000;

export class LogMemory {
  /** In the order of the log, without those that the last snapshot contains. */
  entries = [];
  #snapshotAt;
  #joinedAt;
  #heardAt;
  #forgottenAt;

  constructor() {
    this.begin();
  }

  /** Starts a new connection. Entries between the old connection and this one's Join are unknown. */
  begin() {
    this.entries = [];
    this.#snapshotAt = this.#joinedAt = this.#heardAt = this.#forgottenAt = -Infinity;
  }

  /** Adds the next entry; false if the last snapshot contains it. */
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

  /** Whether this page has received all entries that a snapshot of `offset` contains. */
  knows(offset) {
    return this.#snapshotAt > -Infinity && !this.isIncomplete && offset <= this.#heardAt;
  }

  /** @param offset the last event that the snapshot contains */
  snapshotIsOf(offset) {
    this.#snapshotAt = offset;
    this.entries = this.entries.filter((entry) => entry.offset > offset);
  }

  /**
   * Whether entries may be missing: the snapshot answers an earlier join of somebody else, or is
   * too old.
   */
  get isIncomplete() {
    return this.#snapshotAt > -Infinity && this.#snapshotAt < Math.max(this.#joinedAt, this.#forgottenAt);
  }
}
