import { CanvasState } from './canvas-state.js';

/**
 * The canvas as this page shows it: the log as far as it is known here, and on top of it what this page
 * did and the log does not have yet. So a page shows its own strokes at once, and all pages come to the
 * same objects in the same order, the log's. Fires `change` after everything that is to be seen.
 *
 * An entry is { event, clientId, clientSeq, sentAt }; an object is one of sketch-object.js.
 */
export class SketchDocument extends EventTarget {
  #clientId;
  /** What the log says. */
  #logged = new CanvasState();
  /** Own entries that the log does not have yet, in order. */
  #pending = [];
  /** #logged, then #pending. */
  #shown = new CanvasState();
  /** Ids of objects changed since the last take, or null where everything changed. */
  #dirty = null;

  /** @param clientId whose own entries are shown at once */
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

  /** Whether this may differ from the job's document: then only a snapshot can tell. */
  get unsure() {
    return this.#logged.unsure || this.#shown.unsure;
  }

  /** What changed since the last call: a set of ids, or null for everything. */
  takeDirty() {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    return dirty;
  }

  /** The own entry of this number, if the log does not have it yet. */
  pending(clientSeq) {
    return this.#pending.find((entry) => entry.clientSeq === clientSeq);
  }

  /** Shows an own entry at once. */
  perform(entry) {
    this.#pending.push(entry);
    this.#apply(entry);
  }

  /** Applies the next entry of the log, an own one too; false where the job refuses it. */
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
   * Becomes what the job says. Where that is what this page has anyway, its undo stays known.
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

  /** Shows what the log says, and what is pending on top of it. */
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
