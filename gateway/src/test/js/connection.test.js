import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { unpack } from '../studio/connection/binary-message.js';

/** The sockets that were opened, newest last. */
const sockets = [];
const listeners = {};

class TestingSocket {
  static OPEN = 1;
  readyState = 0;
  bufferedAmount = 0;
  sent = [];

  constructor(url) {
    this.url = new URL(url);
    sockets.push(this);
  }

  send(data) {
    this.sent.push(data);
  }

  open() {
    this.readyState = 1;
    this.onopen();
  }

  hear(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  close(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

globalThis.WebSocket = TestingSocket;
globalThis.location = { protocol: 'https:', host: 'ink.example' };
globalThis.addEventListener = (name, listener) => (listeners[name] ??= []).push(listener);
mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
const { Connection } = await import('../studio/connection/connection.js');

function connected() {
  let lastSeq = 0;
  const identity = {
    clientId: 'me',
    displayName: 'Ada',
    nextSeq: () => ++lastSeq,
    get lastSeq() {
      return lastSeq;
    },
  };
  const connection = new Connection('sea', identity);
  connection.connect();
  sockets.at(-1).open();
  return connection;
}

const seqs = (socket) => socket.sent.map((data) => JSON.parse(data)).filter(({ type }) => type === 'event').map(({ clientSeq }) => clientSeq);

test('it says who it is and from where on its events are unknown to the log', () => {
  connected();
  const { protocol, pathname, searchParams } = sockets.at(-1).url;
  assert.equal(protocol, 'wss:');
  assert.equal(pathname, '/ws/sessions/sea');
  assert.deepEqual(Object.fromEntries(searchParams), { client: 'me', name: 'Ada', seq: '0' });
});

test('what is not acknowledged is sent again in order on the next connection', () => {
  const connection = connected();
  const first = sockets.at(-1);
  [1, 2, 3].forEach((background) => connection.send({ Cleared: { background } }));
  first.hear({ type: 'ack', clientSeq: 1, offset: 7 });
  assert.equal(connection.pending, 2);
  first.close();
  mock.timers.tick(10_000);
  const second = sockets.at(-1);
  assert.notEqual(second, first);
  assert.equal(second.url.searchParams.get('seq'), '1');
  second.open();
  assert.deepEqual(seqs(second), [2, 3]);
});

test('what is done without a connection goes out with the next one', () => {
  const connection = connected();
  const states = [];
  connection.addEventListener('state', ({ detail }) => states.push(detail));
  sockets.at(-1).close();
  connection.send({ Undone: {} });
  mock.timers.tick(10_000);
  sockets.at(-1).open();
  assert.deepEqual(seqs(sockets.at(-1)), [1]);
  assert.equal(states.at(0), 'offline');
  assert.equal(states.at(-1), 'online');
});

test('a camera picture waits for nobody: on a slow line it is left out', () => {
  const connection = connected();
  const socket = sockets.at(-1);
  const header = { sourceId: 'me.camera', width: 8, height: 8, contentType: 'image/jpeg' };
  assert.equal(connection.sendCamera(header, new Uint8Array([1, 2, 3]).buffer), true);
  const sent = unpack(socket.sent.at(-1).buffer);
  assert.equal(sent.header.sourceId, 'me.camera');
  assert.deepEqual([...sent.image], [1, 2, 3]);
  socket.bufferedAmount = 1_000_000;
  assert.equal(connection.sendCamera(header, new ArrayBuffer(3)), false);
});

test('it tells that the page goes while it can still send', () => {
  const connection = connected();
  const socket = sockets.at(-1);
  connection.addEventListener('leaving', () => connection.send({ SettingsChanged: { camera: '' } }));
  listeners.pagehide.at(-1)();
  assert.deepEqual(seqs(socket), [1]);
  assert.equal(socket.readyState, 3);
});

test('silence means that the line is dead, and a new one is opened', () => {
  const connection = connected();
  const silent = sockets.at(-1);
  const now = performance.now.bind(performance);
  mock.method(performance, 'now', () => now() + 60_000);
  mock.timers.tick(4000);
  assert.equal(connection.state, 'offline');
  mock.timers.tick(10_000);
  assert.notEqual(sockets.at(-1), silent);
});
