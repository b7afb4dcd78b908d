import { alphaOf } from '../common/colour.js';

/** An object's outline in its own units, before its transform. */

const THIN_LINE = 0.005;

/** The path for drawing and for hit tests. */
export function pathOf({ kind, data }) {
  const path = new Path2D();
  if (kind === 'Stroke') {
    traceStroke(path, data.points);
  } else if (kind === 'Shape') {
    traceShape(path, data);
  } else if (kind === 'Image') {
    path.rect(data.x, data.y, data.width, data.height);
  } else if (kind === 'Text') {
    path.rect(data.x, data.y - data.size * 0.8, data.text.length * data.size * 0.55, data.size);
  }
  return path;
}

/** A quadratic B-spline: through the midpoints of neighbours, with the points as control points. */
function traceStroke(path, points) {
  path.moveTo(points[0].x, points[0].y);
  for (let i = 1; i < points.length - 1; i++) {
    const [p, q] = [points[i], points[i + 1]];
    path.quadraticCurveTo(p.x, p.y, (p.x + q.x) / 2, (p.y + q.y) / 2);
  }
  const last = points.at(-1);
  path.lineTo(last.x, last.y);
}

function traceShape(path, { kind, points }) {
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
}

/** The bounding box. */
export function boundsOf({ kind, data }) {
  if (kind === 'Image') {
    return { left: data.x, top: data.y, right: data.x + data.width, bottom: data.y + data.height };
  }
  if (kind === 'Text') {
    const width = data.text.length * data.size * 0.55;
    return { left: data.x, top: data.y - data.size * 0.8, right: data.x + width, bottom: data.y + data.size * 0.2 };
  }
  const edge = kind === 'Stroke' ? data.width / 2 : lineWidth(data) / 2;
  const xs = data.points.map((p) => p.x);
  const ys = data.points.map((p) => p.y);
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  const most = (values) => values.reduce((a, b) => Math.max(a, b));
  return { left: least(xs) - edge, top: least(ys) - edge, right: most(xs) + edge, bottom: most(ys) + edge };
}

/** The width of the pen that draws a shape's outline; 0 for none. */
export function lineWidth({ kind, outline, outlineWidth = 0 }) {
  if (kind === 'LINE') {
    return outlineWidth || THIN_LINE;
  }
  return outline && alphaOf(outline) ? outlineWidth : 0;
}
