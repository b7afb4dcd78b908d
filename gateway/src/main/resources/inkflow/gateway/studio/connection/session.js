import { LogMemory } from './log-memory.js';

/**
 * One shared session. Own events are applied to the document at once and sent to the log; the log then
 * gives everybody's events in its order. If the page can't know what the job did with an event, it asks for
 * a snapshot.
 *
 * Fires `settings` (the changes, and whether they are own ones), `people`, `ready` after the first
 * snapshot, `notice`, `sent` (clientSeq), `health` and `model` (what the model can do, once that is known
 * and when it changes).
 */
const RESYNC_MS = 400;

export class Session extends EventTarget {
  document;
  connection;
  people = new Map();
  presence = { editors: 1, viewers: 0 };
  ready = false;
  /** Parts of the way to a picture that are ill, by the gateway's names. */
  ill = [];
  #clientId;
  #log = new LogMemory();
  #resyncTimer = null;

  constructor(sketchDocument, connection, clientId) {
    super();
    this.document = sketchDocument;
    this.connection = connection;
    this.#clientId = clientId;
    connection.addEventListener('state', ({ detail }) => detail === 'online' && this.#online());
    connection.addEventListener('message', ({ detail }) => this.#handlers[detail.type]?.(detail));
  }

  /** All settings in effect. */
  get settings() {
    return this.document.settings;
  }

  /** Performs one event, such as { ObjectAdded: {...} }. */
  perform(event) {
    return this.#sent(this.connection.send(event), event);
  }

  /** Adds an image to the canvas; `data` is base64 for this page, `bytes` is sent. */
  performImage(added, data, bytes) {
    const [, image] = Object.entries(added.object)[0];
    const local = { ObjectAdded: { ...added, object: { Image: { ...image, bytes: data } } } };
    return this.#sent(this.connection.sendImage({ ObjectAdded: added }, bytes), local);
  }

  set(settings) {
    this.perform({ SettingsChanged: settings });
    this.#tell('settings', { changed: settings, mine: true });
  }

  undo() {
    this.perform({ Undone: {} });
  }

  redo() {
    this.perform({ Redone: {} });
  }

  #sent({ clientSeq, sentAt }, event) {
    this.document.perform({ event, clientId: this.#clientId, clientSeq, sentAt });
    this.#resyncIfUnsure();
    this.#tell('sent', clientSeq);
    return clientSeq;
  }

  #handlers = {
    snapshot: (message) => this.#snapshot(message),
    event: (message) => this.#append(message),
    logged: (message) => this.#append(this.#ownEntry(message)),
    notice: (message) => {
      this.#tell('notice', message);
      this.#refused(this.#clientId, message.clientSeq);
    },
    refused: ({ clientId, clientSeq }) => this.#refused(clientId, clientSeq),
    error: ({ clientSeq, key, value, expected }) => {
      this.#tell('notice', { code: 'message', message: `${key}: ${value} (expected: ${expected})` });
      if (clientSeq !== undefined) {
        this.document.forget(clientSeq);
      }
    },
    health: ({ ill }) => this.#health(ill),
    model: (message) => this.#tell('model', message),
    presence: ({ editors, viewers }) => {
      this.presence = { editors, viewers };
      this.#tell('people');
    },
  };

  #health(ill) {
    this.ill = ill;
    this.#tell('health');
  }

  #snapshot(message) {
    const known = this.#log.knows(message.canvasOffset);
    this.#log.snapshotIsOf(message.canvasOffset);
    this.document.reset(message, this.#log.entries, known);
    this.#askNoMore();
    this.people = new Map(
      message.participants.filter((p) => p.role === 'EDITOR').map((p) => [p.clientId, p.displayName]),
    );
    this.#log.entries.forEach((entry) => this.#notePeople(entry));
    this.#tell('settings', { changed: this.settings, mine: false });
    const first = !this.ready;
    this.ready = true;
    this.#tell('people');
    if (first) {
      this.#tell('ready');
    }
    this.#resyncIfUnsure();
  }

  /**
   * The log's entry for an own event. The gateway sends only its offset, clientSeq and kind; the
   * event itself is still pending here.
   */
  #ownEntry({ offset, clientSeq, kind }) {
    const clientId = this.#clientId;
    const entry = this.document.pending(clientSeq) ?? { event: { [kind]: null }, clientId, clientSeq };
    return { ...entry, offset };
  }

  #append(entry) {
    if (!this.#log.keep(entry, entry.clientId === this.#clientId)) {
      return;
    }
    if (this.ready) {
      entry.applied = this.document.append(entry);
      this.#notePeople(entry);
      this.#tellSettings(entry);
      this.#resyncIfUnsure();
    }
  }

  #notePeople({ event, clientId }) {
    if (clientId === this.#clientId) {
      return;
    } else if (event.Join) {
      this.people.set(clientId, event.Join.displayName);
      this.#tell('people');
    } else if (event.Leave) {
      this.people.delete(clientId);
      this.#tell('people');
    }
  }

  /** Own changes that are not in the log yet stay in effect, so report the settings as shown here. */
  #tellSettings({ event, clientId }) {
    if (event.SettingsChanged && clientId !== this.#clientId) {
      const names = Object.keys(event.SettingsChanged);
      const changed = Object.fromEntries(names.map((name) => [name, this.settings[name]]));
      this.#tell('settings', { changed, mine: false });
    }
  }

  /** The job refused an event that this page may have applied. */
  #refused(clientId, clientSeq) {
    if (this.#log.find(clientId, clientSeq)?.applied !== false) {
      this.#resync();
    }
  }

  #resyncIfUnsure() {
    if (this.ready && (this.document.unsure || this.#log.isIncomplete)) {
      this.#resync();
    }
  }

  /** Asks for a snapshot, unless one is already on its way. */
  #resync() {
    this.#resyncTimer ??= setTimeout(() => this.connection.resync(), RESYNC_MS);
  }

  #online() {
    this.#log.begin();
    this.#askNoMore();
    this.#health([]); // The gateway tells at once where it is not so.
  }

  #askNoMore() {
    clearTimeout(this.#resyncTimer);
    this.#resyncTimer = null;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
