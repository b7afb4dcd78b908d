import { apply, penScale } from '../common/affine.js';
import { kindOf } from '../kinds/kinds.js';

/** The corners of the frame around a selected object in its current position, clockwise. */
export function frameOf(object) {
  const axis = kindOf(object).axis?.(object.data);
  return axis ? alongLine(axis, object.transform) : aroundBox(object);
}

/** The bounding box of a slanted line is much too large, so the frame lies along the line. */
function alongLine({ points, pen }, transform) {
  const [a, b] = points.map((point) => apply(transform, point));
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const half = (pen * penScale(transform)) / 2;
  const [ux, uy] = [((b.x - a.x) / length) * half, ((b.y - a.y) / length) * half];
  return [
    { x: a.x - ux + uy, y: a.y - uy - ux },
    { x: b.x + ux + uy, y: b.y + uy - ux },
    { x: b.x + ux - uy, y: b.y + uy + ux },
    { x: a.x - ux - uy, y: a.y - uy + ux },
  ];
}

function aroundBox(object) {
  const { left, top, right, bottom } = kindOf(object).bounds(object.data);
  const m = object.transform;
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ].map((corner) => apply(m, corner));
  const mirrored = m[0] * m[4] < m[1] * m[3];
  return mirrored ? corners.reverse() : corners;
}
