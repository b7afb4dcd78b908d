import { kindOf } from '../kinds/kinds.js';
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
  const kind = kindOf(object);
  const grip = kind.grip(object.data);
  if (!grip) {
    return false;
  }
  const path = new Path2D();
  path.addPath(kind.path(object.data), toDom(object.transform));
  probe.lineWidth = grip.pen + slack;
  probe.lineCap = grip.fills ? 'butt' : 'round';
  return (grip.fills && probe.isPointInPath(path, x, y)) || probe.isPointInStroke(path, x, y);
}
