import assert from 'node:assert/strict';
import test from 'node:test';
import { CanvasState } from '../studio/document/canvas-state.js';
import { KINDS } from '../studio/kinds/kinds.js';

const FUNCTIONS = ['path', 'bounds', 'grip', 'paint'];

for (const [name, kind] of Object.entries(KINDS)) {
  test(`${name} says all that differs between kinds`, () => {
    FUNCTIONS.forEach((each) => assert.equal(typeof kind[each], 'function', each));
    assert.equal(typeof kind.hasOutline, 'boolean');
    assert.ok(kind.fill === null || typeof kind.fill === 'string');
    assert.ok(kind.defaults);
  });
}

const line = { kind: 'LINE', fill: 0, outline: -1, outlineWidth: 0.02, points: [{ x: 0.1, y: 0.2 }, { x: 0.5, y: 0.4 }] };

test('the box of a line is as wide as its pen', () => {
  const { left, top, right, bottom } = KINDS.Shape.bounds(line);
  assert.deepEqual([left, top, right, bottom].map((side) => side.toFixed(2)), ['0.09', '0.19', '0.51', '0.41']);
});

test('a hand takes a line along its pen, a box inside too, and an eraser nowhere', () => {
  assert.deepEqual(KINDS.Shape.grip(line), { fills: false, pen: 0.02 });
  assert.deepEqual(KINDS.Shape.grip({ ...line, kind: 'RECTANGLE', outline: null }), { fills: true, pen: 0 });
  assert.equal(KINDS.Stroke.grip({ eraser: true, width: 0.1 }), null);
});

test('a snapshot with an object of a kind that this page does not know shows the others', () => {
  const placed = (objectId, object) => ({ clientId: 'ada', added: { objectId, z: 0, object }, transform: [1, 0, 0, 0, 1, 0], opacity: 1 });
  const snapshot = { background: -1, settings: {}, clientSeqs: {}, objects: [placed('later', { Sculpture: {} }), placed('line', { Shape: line })] };
  assert.deepEqual(CanvasState.of(snapshot, 'me').inOrder.map(({ objectId }) => objectId), ['line']);
});

test('an object of a kind that this page does not know is left out, and what follows goes on', () => {
  const state = new CanvasState();
  const by = { clientId: 'ada', sentAt: 0 };
  assert.equal(state.apply({ ...by, clientSeq: 1, event: { ObjectAdded: { objectId: 'later', object: { Sculpture: {} } } } }), false);
  assert.equal(state.apply({ ...by, clientSeq: 2, event: { ObjectAdded: { objectId: 'line', object: { Shape: line } } } }), true);
  assert.deepEqual([...state.objects.keys()], ['line']);
});
