import { apply, penScale } from '../common/affine.js';
import { boundsOf, lineWidth } from './outline.js';

/** The corners of the frame around a selected object in its current position, clockwise. */
export function frameOf(object) {
  return object.data.kind === 'LINE' ? alongLine(object) : aroundBox(object);
}

/** The bounding box of a slanted line is much too large, so the frame lies along the line. */
function alongLine({ data, transform }) {
  const [a, b] = data.points.map((point) => apply(transform, point));
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const half = (lineWidth(data) * penScale(transform)) / 2;
  const [ux, uy] = [((b.x - a.x) / length) * half, ((b.y - a.y) / length) * half];
  return [
    { x: a.x - ux + uy, y: a.y - uy - ux },
    { x: b.x + ux + uy, y: b.y + uy - ux },
    { x: b.x + ux - uy, y: b.y + uy + ux },
    { x: a.x - ux - uy, y: a.y - uy + ux },
  ];
}

function aroundBox(object) {
  const { left, top, right, bottom } = boundsOf(object);
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
