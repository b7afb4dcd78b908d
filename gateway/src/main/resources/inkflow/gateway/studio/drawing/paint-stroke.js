import { alphaOf, toCss } from '../common/colour.js';
import { pathOf } from './outline.js';
import { penScale, toDom } from '../common/affine.js';

/** Straight segments per curve segment of a stroke whose width changes. */
const PIECES = 3;

/** @param scratch returns an empty context of the same size */
export function paintStroke(context, object, background, scratch) {
  const { data, transform } = object;
  const colour = data.eraser ? background | 0xff000000 : data.colour;
  const alpha = context.globalAlpha * alphaOf(colour);
  if (alpha >= 1 || isEven(data.points)) {
    context.globalAlpha = alpha;
    inkStroke(context, data, transform, colour | 0xff000000);
    return;
  }
  // Overlapping pieces of a translucent stroke must not darken each other.
  const other = scratch(context);
  inkStroke(other, data, transform, colour | 0xff000000);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = alpha;
  context.drawImage(other.canvas, 0, 0);
}

const isEven = (points) => points.every((p) => (p.pressure ?? 1) === (points[0].pressure ?? 1));

function inkStroke(context, { points, width }, transform, colour) {
  context.strokeStyle = toCss(colour);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  const pen = width * penScale(transform);
  if (isEven(points)) {
    const path = new Path2D();
    path.addPath(pathOf({ kind: 'Stroke', data: { points } }), toDom(transform));
    context.lineWidth = pen * (points[0].pressure ?? 1);
    context.stroke(path);
    return;
  }
  const knots = points.map((p) => ({
    x: transform[0] * p.x + transform[1] * p.y + transform[2],
    y: transform[3] * p.x + transform[4] * p.y + transform[5],
    w: pen * (p.pressure ?? 1),
  }));
  inkKnots(context, knots);
}

function inkKnots(context, knots) {
  const half = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, w: (a.w + b.w) / 2 });
  let from = knots[0];
  for (let i = 1; i < knots.length; i++) {
    const to = i === knots.length - 1 ? knots[i] : half(knots[i], knots[i + 1]);
    let before = from;
    for (let n = 1; n <= PIECES; n++) {
      const t = n / PIECES;
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
      const next = {
        x: a * from.x + b * knots[i].x + c * to.x,
        y: a * from.y + b * knots[i].y + c * to.y,
        w: a * from.w + b * knots[i].w + c * to.w,
      };
      context.lineWidth = (before.w + next.w) / 2;
      context.beginPath();
      context.moveTo(before.x, before.y);
      context.lineTo(next.x, next.y);
      context.stroke();
      before = next;
    }
    from = to;
  }
}
