/**
 * One shared session: what I do goes to the document at once and to the log; what others do comes
 * from the log. Snapshots put right whatever went apart.
 *
 * Fires `settings` (what changed, and whether by me), `people`, `ready` after the first snapshot,
 * `notice` and `sent` (clientSeq).
 */
const RESYNC_MS = 400;
const MOST_REMEMBERED = 2000;

export class Session extends EventTarget {
  document;
  connection;
  people = new Map();
  presence = { editors: 1, viewers: 0 };
  settings = {};
  ready = false;
  #clientId;
  #own = [];
  #others = [];
  #resyncTimer = 0;

  constructor(sketchDocument, connection, clientId) {
    super();
    this.document = sketchDocument;
    this.connection = connection;
    this.#clientId = clientId;
    connection.addEventListener('message', ({ detail }) => this.#handlers[detail.type]?.(detail));
  }

  /** Does one thing, such as { ObjectAdded: {...} }. */
  perform(event) {
    this.document.apply(event, this.#clientId);
    return this.#sent(this.connection.send(event), event);
  }

  /** Puts an image on the canvas; `data` is base64 for this page, `bytes` is what goes out. */
  performImage(added, data, bytes) {
    const [, image] = Object.entries(added.object)[0];
    const local = { ObjectAdded: { ...added, object: { Image: { ...image, bytes: data } } } };
    this.document.apply(local, this.#clientId);
    return this.#sent(this.connection.sendImage({ ObjectAdded: added }, bytes), local);
  }

  set(settings) {
    Object.assign(this.settings, settings);
    this.perform({ SettingsChanged: settings });
    this.#tell('settings', { changed: settings, mine: true });
  }

  undo() {
    this.#step('Undone', this.document.historyOf(this.#clientId).canUndo);
  }

  redo() {
    this.#step('Redone', this.document.historyOf(this.#clientId).canRedo);
  }

  /** The job knows more history than a page that was just loaded, and what others changed since. */
  #step(kind, known) {
    this.perform({ [kind]: {} });
    if (!known || this.people.size > 1) {
      this.#resync();
    }
  }

  #resync() {
    clearTimeout(this.#resyncTimer);
    this.#resyncTimer = setTimeout(() => this.connection.resync(), RESYNC_MS);
  }

  #sent(clientSeq, event) {
    this.#remember(this.#own, { clientSeq, event });
    this.#tell('sent', clientSeq);
    return clientSeq;
  }

  #remember(list, entry) {
    list.push(entry);
    list.splice(0, list.length - MOST_REMEMBERED);
  }

  #handlers = {
    snapshot: (message) => this.#snapshot(message),
    event: (message) => this.#event(message),
    notice: (message) => {
      this.#tell('notice', message);
      this.#resync();
    },
    error: ({ key, value, expected }) =>
      this.#tell('notice', { code: 'message', message: `${key}: ${value} (expected: ${expected})` }),
    presence: ({ editors, viewers }) => {
      this.presence = { editors, viewers };
      this.#tell('people');
    },
  };

  #snapshot(message) {
    this.document.reset(message);
    const seen = message.clientSeqs[this.#clientId] ?? 0;
    this.#own = this.#own.filter(({ clientSeq }) => clientSeq > seen);
    this.#others = this.#others.filter(({ offset }) => offset > message.canvasOffset);
    this.people = new Map(
      message.participants.filter((p) => p.role === 'EDITOR').map((p) => [p.clientId, p.displayName]),
    );
    this.#settled(message.settings, false);
    for (const { event, clientId } of this.#others) {
      this.#apply(event, clientId);
    }
    for (const { event } of this.#own) {
      this.document.apply(event, this.#clientId);
      Object.assign(this.settings, event.SettingsChanged);
    }
    const first = !this.ready;
    this.ready = true;
    this.#tell('people');
    if (first) {
      this.#tell('ready');
    }
  }

  #event({ offset, clientId, event }) {
    this.#remember(this.#others, { offset, clientId, event });
    if (this.ready) {
      this.#apply(event, clientId);
    }
  }

  #apply(event, clientId) {
    if (event.Join) {
      this.people.set(clientId, event.Join.displayName);
      this.#tell('people');
    } else if (event.Leave) {
      this.people.delete(clientId);
      this.#tell('people');
    } else if (event.SettingsChanged) {
      this.#settled(event.SettingsChanged, true);
    } else {
      const known = event.Undone
        ? this.document.historyOf(clientId).canUndo
        : !event.Redone || this.document.historyOf(clientId).canRedo;
      this.document.apply(event, clientId);
      if (!known || event.Undone || event.Redone) {
        this.#resync();
      }
    }
  }

  #settled(changed, partly) {
    this.settings = partly ? { ...this.settings, ...changed } : { ...changed };
    this.#tell('settings', { changed, mine: false });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
