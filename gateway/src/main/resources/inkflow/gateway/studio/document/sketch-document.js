import { CanvasState } from './canvas-state.js';

/**
 * The canvas as this page shows it: the log's entries received so far, and on top of them own entries
 * that the log doesn't have yet. So a page shows its own strokes at once, and all pages end up with the
 * same objects in the log's order. Fires `change` after every visible change.
 *
 * An entry is { event, clientId, clientSeq, sentAt }; an object is one of sketch-object.js.
 */
export class SketchDocument extends EventTarget {
  #clientId;
  /** State after the log's entries. */
  #logged = new CanvasState();
  /** Own entries that the log does not have yet, in order. */
  #pending = [];
  /** #logged, then #pending. */
  #shown = new CanvasState();
  /** Ids of objects changed since the last call of takeDirty; null if everything changed. */
  #dirty = null;

  /** @param clientId client whose entries are shown at once */
  constructor(clientId) {
    super();
    this.#clientId = clientId;
  }

  get background() {
    return this.#shown.background;
  }

  get objects() {
    return this.#shown.objects;
  }

  /** Objects, farthest first. */
  get inOrder() {
    return this.#shown.inOrder;
  }

  get settings() {
    return this.#shown.settings;
  }

  get isEmpty() {
    return this.objects.size === 0;
  }

  get topZ() {
    return this.inOrder.at(-1)?.z ?? 0;
  }

  get bottomZ() {
    return this.inOrder[0]?.z ?? 0;
  }

  /** Whether this may differ from the job's document; then a snapshot is needed. */
  get unsure() {
    return this.#logged.unsure || this.#shown.unsure;
  }

  /** Ids changed since the last call; null for everything. */
  takeDirty() {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    return dirty;
  }

  /** The own entry with this number, if the log doesn't have it yet. */
  pending(clientSeq) {
    return this.#pending.find((entry) => entry.clientSeq === clientSeq);
  }

  /** Shows an own entry at once. */
  perform(entry) {
    this.#pending.push(entry);
    this.#apply(entry);
  }

  /** Drops an own entry that was refused and won't be in the log. */
  forget(clientSeq) {
    this.#pending = this.#pending.filter((entry) => entry.clientSeq !== clientSeq);
    this.#rebase();
  }

  /** Applies the next entry of the log, own ones too; false if the job refuses it. */
  append(entry) {
    const [next] = this.#pending;
    const applied = this.#logged.apply(entry);
    this.#forgetLogged();
    if (!next) {
      this.#apply(entry);
    } else if (entry.clientId !== this.#clientId || entry.clientSeq !== next.clientSeq) {
      this.#rebase();
    }
    return applied;
  }

  /**
   * Takes over the job's snapshot. If it equals this page's state, the known undo history is kept.
   *
   * @param later entries of the log after the snapshot
   * @param known whether every entry before it was appended here
   */
  reset(snapshot, later, known) {
    const logged = CanvasState.of(snapshot, this.#clientId);
    later.forEach((entry) => logged.apply(entry));
    if (!known || logged.unsure || !logged.looksLike(this.#logged)) {
      this.#logged = logged;
    }
    this.#logged.unsure = logged.unsure;
    this.#forgetLogged();
    this.#rebase();
  }

  #forgetLogged() {
    const last = this.#logged.lastSeqOf(this.#clientId);
    this.#pending = this.#pending.filter(({ clientSeq }) => clientSeq > last);
  }

  /** Applies an entry to what is shown. */
  #apply(entry) {
    const { background } = this;
    this.#shown.apply(entry);
    this.#changed(background, this.#shown.takeTouched());
  }

  /** Rebuilds the shown state: the log's, with the pending entries on top. */
  #rebase() {
    const { background, objects } = this;
    this.#shown = this.#logged.copy();
    this.#pending.forEach((entry) => this.#shown.apply(entry));
    const ids = [...objects.keys(), ...this.objects.keys()];
    this.#changed(background, ids.filter((id) => objects.get(id) !== this.objects.get(id)));
  }

  #changed(backgroundBefore, objectIds) {
    if (backgroundBefore !== this.background) {
      this.#dirty = null;
    }
    objectIds.forEach((id) => this.#dirty?.add(id));
    this.dispatchEvent(new Event('change'));
  }
}
