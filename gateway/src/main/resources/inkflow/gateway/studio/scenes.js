import { fromHex } from './colour.js';
import { randomId } from './identity.js';

/** Beginnings for a first visit: a few shapes and a sentence, so that there is something to move. */

const shape = (kind, hex, ...corners) => ({
  kind,
  fill: fromHex(hex),
  points: corners.map(([x, y]) => ({ x, y })),
});

export const SCENES = [
  {
    prompt: 'the sun over the sea',
    background: '#8fd0f5',
    shapes: [
      shape('RECTANGLE', '#2f7fd0', [-1, 0.62], [2, 1.2]),
      shape('RECTANGLE', '#1f5aa8', [-1, 0.8], [2, 1.2]),
      shape('ELLIPSE', '#ffd23f', [0.34, 0.2], [0.66, 0.52]),
    ],
  },
  {
    prompt: 'a red apple with a green leaf',
    background: '#ffffff',
    shapes: [
      shape('ELLIPSE', '#d23a2f', [0.24, 0.32], [0.76, 0.84]),
      shape('RECTANGLE', '#6b4226', [0.48, 0.18], [0.52, 0.38]),
      shape('ELLIPSE', '#4f9d4f', [0.52, 0.17], [0.74, 0.29]),
    ],
  },
  {
    prompt: 'the moon in a starry night',
    background: '#16204a',
    shapes: [
      shape('ELLIPSE', '#f6edc9', [0.32, 0.28], [0.68, 0.64]),
      shape('ELLIPSE', '#f7d774', [0.16, 0.2], [0.2, 0.24]),
      shape('ELLIPSE', '#f7d774', [0.8, 0.16], [0.83, 0.19]),
      shape('ELLIPSE', '#f7d774', [0.78, 0.74], [0.83, 0.79]),
    ],
  },
];

/** Paints a scene and asks for its picture; returns the id of the last shape, the one to move. */
export function paintScene(scene, session) {
  let objectId = null;
  session.perform({ Cleared: { background: fromHex(scene.background) } });
  for (const each of scene.shapes) {
    objectId = randomId();
    session.perform({ ObjectAdded: { objectId, z: session.document.topZ, object: { Shape: each } } });
  }
  session.set({ prompt: scene.prompt });
  return objectId;
}
