import { fromHex } from '../common/colour.js';
import { randomId } from '../common/random-id.js';

/**
 * Example scenes for a first visit: a few shapes and a prompt, so that there is something to move.
 */

const shape = (kind, hex, ...corners) => ({
  kind,
  fill: fromHex(hex),
  points: corners.map(([x, y]) => ({ x, y })),
});

/** Low, so that a newcomer sees the picture follow the shapes. */
const STRENGTH = 0.5;

export const SCENES = [
  {
    prompt: 'the sun over the sea',
    background: '#8fd0f5',
    shapes: [
      shape('RECTANGLE', '#2f7fd0', [-1, 0.55], [2, 1.2]),
      shape('RECTANGLE', '#f0d796', [-1, 0.76], [2, 1.2]),
      shape('ELLIPSE', '#ffd23f', [0.56, 0.1], [0.84, 0.38]),
    ],
  },
  {
    prompt: 'a tree in a green field',
    background: '#87c8f7',
    shapes: [
      shape('RECTANGLE', '#64b44b', [-1, 0.72], [2, 1.2]),
      shape('RECTANGLE', '#784f2d', [0.44, 0.5], [0.56, 0.82]),
      shape('ELLIPSE', '#4f9d3c', [0.22, 0.12], [0.78, 0.62]),
    ],
  },
  {
    prompt: 'a red apple',
    background: '#ffffff',
    shapes: [
      shape('RECTANGLE', '#6b4226', [0.48, 0.18], [0.52, 0.38]),
      shape('ELLIPSE', '#4f9d4f', [0.52, 0.17], [0.74, 0.29]),
      shape('ELLIPSE', '#d23a2f', [0.24, 0.32], [0.76, 0.84]),
    ],
  },
];

/** Adds a scene's shapes and settings; returns the id of the last shape, the one to move. */
export function paintScene(scene, session) {
  let objectId = null;
  session.perform({ Cleared: { background: fromHex(scene.background) } });
  for (const each of scene.shapes) {
    objectId = randomId();
    session.perform({ ObjectAdded: { objectId, z: session.document.topZ, object: { Shape: each } } });
  }
  session.set({ prompt: scene.prompt, strength: STRENGTH });
  return objectId;
}
