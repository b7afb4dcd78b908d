import { lineWidth, pathOf } from '../drawing/outline.js';
import { toDom } from '../common/affine.js';

/** How far from a thin line a click still hits it, CSS pixels. */
const GRAB_PIXELS = 5;
const probe = document.createElement('canvas').getContext('2d');

/**
 * The topmost object at a point; null if there is none.
 *
 * @param at in canvas units
 * @param objects farthest first
 * @param scale CSS pixels per canvas unit
 */
export function nearestAt(at, objects, scale) {
  const slack = (2 * GRAB_PIXELS) / scale;
  return objects.findLast((object) => isUnder(at, object, slack)) ?? null;
}

function isUnder({ x, y }, object, slack) {
  const path = new Path2D();
  path.addPath(pathOf(object), toDom(object.transform));
  if (object.kind === 'Stroke') {
    probe.lineWidth = object.data.width + slack;
    probe.lineCap = 'round';
    return !object.data.eraser && probe.isPointInStroke(path, x, y);
  }
  probe.lineWidth = (object.kind === 'Shape' ? lineWidth(object.data) : 0) + slack;
  const isLine = object.data.kind === 'LINE';
  return (!isLine && probe.isPointInPath(path, x, y)) || probe.isPointInStroke(path, x, y);
}
