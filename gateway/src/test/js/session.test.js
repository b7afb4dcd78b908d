import assert from 'node:assert/strict';
import test from 'node:test';
import { Session } from '../studio/connection/session.js';
import { SketchDocument } from '../studio/document/sketch-document.js';

/** A connection that hears what the test says, and remembers what the session sends. */
class TestingConnection extends EventTarget {
  sent = [];
  resyncs = 0;

  send(event) {
    this.sent.push(event);
    return { clientSeq: this.sent.length, sentAt: this.sent.length * 1000 };
  }

  resync() {
    this.resyncs++;
  }

  hear(message) {
    this.dispatchEvent(new CustomEvent('message', { detail: message }));
  }
}

const SUN = { ObjectAdded: { objectId: 'sun', object: { Shape: { kind: 'ELLIPSE', fill: -1, points: [{ x: 0, y: 0 }, { x: 1, y: 1 }] } } } };
const SNAPSHOT = { type: 'snapshot', canvasOffset: 4, background: -1, objects: [], settings: { prompt: 'the sea' }, clientSeqs: {}, participants: [{ clientId: 'ben', role: 'EDITOR', displayName: 'Ben' }] };

function opened() {
  const connection = new TestingConnection();
  const session = new Session(new SketchDocument('me'), connection, 'me');
  connection.dispatchEvent(new CustomEvent('state', { detail: 'online' }));
  connection.hear({ type: 'logged', offset: 4, clientSeq: 0, kind: 'Join' });
  connection.hear(SNAPSHOT);
  return { connection, session };
}

const shown = (session) => session.document.inOrder.map(({ objectId }) => objectId);

test('what I draw is shown before the log has it, and keeps its place in the log', () => {
  const { connection, session } = opened();
  session.perform(SUN);
  assert.deepEqual(shown(session), ['sun']);
  connection.hear({ type: 'event', offset: 5, clientId: 'ben', clientSeq: 1, sentAt: 0, event: { ObjectAdded: { ...SUN.ObjectAdded, objectId: 'moon' } } });
  connection.hear({ type: 'logged', offset: 6, clientSeq: 1, kind: 'ObjectAdded' });
  assert.deepEqual(shown(session), ['moon', 'sun']);
});

test('the first snapshot makes it ready and tells settings and people', () => {
  const { session } = opened();
  assert.equal(session.ready, true);
  assert.equal(session.settings.prompt, 'the sea');
  assert.deepEqual([...session.people], [['ben', 'Ben']]);
});

test('events that come before the snapshot are kept for it', () => {
  const connection = new TestingConnection();
  const session = new Session(new SketchDocument('me'), connection, 'me');
  connection.dispatchEvent(new CustomEvent('state', { detail: 'online' }));
  connection.hear({ type: 'event', offset: 5, clientId: 'ben', clientSeq: 1, sentAt: 0, event: SUN });
  assert.deepEqual(shown(session), []);
  connection.hear(SNAPSHOT);
  assert.deepEqual(shown(session), ['sun']);
});

test('what others set is told, but not where I set it since', () => {
  const { connection, session } = opened();
  const told = [];
  session.addEventListener('settings', ({ detail }) => told.push(detail));
  session.set({ steps: 4 });
  connection.hear({ type: 'event', offset: 5, clientId: 'ben', clientSeq: 1, sentAt: 0, event: { SettingsChanged: { steps: 2, camera: 'ben.camera' } } });
  assert.deepEqual(told, [
    { changed: { steps: 4 }, mine: true },
    { changed: { steps: 4, camera: 'ben.camera' }, mine: false },
  ]);
});

test('an event that the job refused makes it ask for a snapshot', async () => {
  const { connection, session } = opened();
  session.perform(SUN);
  connection.hear({ type: 'notice', clientSeq: 1, code: 'canvas.too-many-objects', message: 'no room' });
  await new Promise((asked) => setTimeout(asked, 600));
  assert.equal(connection.resyncs, 1);
});

test('what the model can do is passed on, each time it changes', () => {
  const { connection, session } = opened();
  const told = [];
  session.addEventListener('model', ({ detail }) => told.push(detail.name));
  connection.hear({ type: 'model', name: 'inkling' });
  connection.hear({ type: 'model', name: 'painter' });
  assert.deepEqual(told, ['inkling', 'painter']);
});
