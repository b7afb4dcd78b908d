import { alphaOf, toCss } from '../common/colour.js';
import { boxAround } from './box.js';
import { penScale, toDom } from '../common/affine.js';

/** A line drawn by hand. */

/** Straight segments per curve segment of a stroke whose width changes. */
const PIECES = 3;

const pointOf = ({ x, y, pressure = 1 }) => ({ x, y, pressure });

const isEven = (points) => points.every((p) => p.pressure === points[0].pressure);

export const Stroke = {
  defaults: { opacity: 1, eraser: false },
  fill: 'colour',
  hasOutline: false,

  read: ({ points }) => ({ points: points.map(pointOf) }),

  extended: (data, points) => ({ ...data, points: [...data.points, ...points.map(pointOf)] }),

  /** A quadratic B-spline: through the midpoints of neighbours, with the points as control points. */
  path({ points }) {
    const path = new Path2D();
    path.moveTo(points[0].x, points[0].y);
    for (let i = 1; i < points.length - 1; i++) {
      const [p, q] = [points[i], points[i + 1]];
      path.quadraticCurveTo(p.x, p.y, (p.x + q.x) / 2, (p.y + q.y) / 2);
    }
    const last = points.at(-1);
    path.lineTo(last.x, last.y);
    return path;
  },

  bounds: ({ points, width }) => boxAround(points, width / 2),

  grip: ({ eraser, width }) => (eraser ? null : { fills: false, pen: width }),

  paint(context, { data, transform }, background, scratch) {
    const colour = data.eraser ? background | 0xff000000 : data.colour;
    const alpha = context.globalAlpha * data.opacity * alphaOf(colour);
    if (alpha >= 1 || isEven(data.points)) {
      context.globalAlpha = alpha;
      ink(context, data, transform, colour | 0xff000000);
      return;
    }
    // Overlapping pieces of a translucent stroke must not darken each other.
    const other = scratch(context);
    ink(other, data, transform, colour | 0xff000000);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = alpha;
    context.drawImage(other.canvas, 0, 0);
  },
};

function ink(context, { points, width }, transform, colour) {
  context.strokeStyle = toCss(colour);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  const pen = width * penScale(transform);
  if (isEven(points)) {
    const path = new Path2D();
    path.addPath(Stroke.path({ points }), toDom(transform));
    context.lineWidth = pen * points[0].pressure;
    context.stroke(path);
    return;
  }
  const knots = points.map((p) => ({
    x: transform[0] * p.x + transform[1] * p.y + transform[2],
    y: transform[3] * p.x + transform[4] * p.y + transform[5],
    w: pen * p.pressure,
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
