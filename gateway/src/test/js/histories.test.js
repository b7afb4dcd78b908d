import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { SketchDocument } from '../studio/document/sketch-document.js';
import { lookOf } from '../studio/document/sketch-object.js';

/** The histories that the job's document is tested with, played to the page's. */
const FOLDER = new URL('../histories/', import.meta.url);
const files = readdirSync(FOLDER);

assert.ok(files.length > 0);
for (const file of files) {
  const { what, steps } = JSON.parse(readFileSync(new URL(file, FOLDER)));
  test(`${what} As somebody who watches.`, () => play(steps, 'somebody'));
  test(`${what} As the one who draws.`, () => play(steps, 'ada'));
}

/** @param me whose events are shown before the log has them */
function play(steps, me) {
  const sketch = new SketchDocument(me);
  const seqs = {};
  let late = [];
  steps.forEach(({ shows, background, client, at, event }) => {
    if (shows) {
      assertShows(sketch, shows, background);
      return;
    }
    seqs[client] = (seqs[client] ?? 0) + 1;
    const entry = { event, clientId: client, clientSeq: seqs[client], sentAt: at * 1000 };
    if (client === me) {
      sketch.perform(entry);
      late.push(entry);
    } else {
      late.forEach((own) => sketch.append(own));
      late = [];
      sketch.append(entry);
    }
  });
  const last = steps.at(-1);
  late.forEach((own) => sketch.append(own));
  assertShows(sketch, last.shows, last.background);
  assert.equal(sketch.unsure, false);
}

function assertShows(sketch, shows, background) {
  assert.deepEqual(sketch.inOrder.map(({ objectId }) => objectId), shows.map(({ objectId }) => objectId));
  shows.forEach((wanted, i) => {
    const object = sketch.inOrder[i];
    const { transform, z, opacity, objectId, data } = object;
    const shown = { objectId, transform, z, opacity, fill: lookOf(object, ['fill']).fill, points: data.points?.length };
    assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((name) => [name, shown[name]])), wanted);
  });
  if (background !== undefined) {
    assert.equal(sketch.background, background);
  }
}
