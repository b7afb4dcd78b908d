import { alphaOf, toCss } from '../common/colour.js';
import { boxAround } from './box.js';
import { penScale, toDom } from '../common/affine.js';

/** A geometric shape; its own `kind` says which. */

const THIN_LINE = 0.005;

/** The width of the pen that draws its outline; 0 for none. */
function penOf({ kind, outline, outlineWidth }) {
  if (kind === 'LINE') {
    return outlineWidth || THIN_LINE;
  }
  return outline && alphaOf(outline) ? outlineWidth : 0;
}

export const Shape = {
  defaults: { outline: null, outlineWidth: 0 },
  fill: 'fill',
  hasOutline: true,

  path({ kind, points }) {
    const path = new Path2D();
    const [a, b] = points;
    if (kind === 'RECTANGLE') {
      path.rect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(b.x - a.x), Math.abs(b.y - a.y));
    } else if (kind === 'ELLIPSE') {
      path.ellipse((a.x + b.x) / 2, (a.y + b.y) / 2, Math.abs(b.x - a.x) / 2, Math.abs(b.y - a.y) / 2, 0, 0, 2 * Math.PI);
    } else {
      points.forEach((p, i) => (i ? path.lineTo(p.x, p.y) : path.moveTo(p.x, p.y)));
      if (kind !== 'LINE') {
        path.closePath();
      }
    }
    return path;
  },

  bounds: (data) => boxAround(data.points, penOf(data) / 2),

  grip: (data) => ({ fills: data.kind !== 'LINE', pen: penOf(data) }),

  axis: (data) => (data.kind === 'LINE' ? { points: data.points, pen: penOf(data) } : null),

  paint(context, { data, transform }) {
    const path = new Path2D();
    path.addPath(Shape.path(data), toDom(transform));
    if (data.kind !== 'LINE' && alphaOf(data.fill)) {
      context.fillStyle = toCss(data.fill);
      context.fill(path);
    }
    const pen = penOf(data) * penScale(transform);
    if (pen > 0) {
      context.strokeStyle = toCss(data.outline && alphaOf(data.outline) ? data.outline : data.fill);
      context.lineWidth = pen;
      context.lineCap = 'round';
      context.lineJoin = 'round';
      context.stroke(path);
    }
  },
};
