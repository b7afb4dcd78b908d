import { alphaOf, toCss } from './colour.js';
import { penScale, toDom } from './affine.js';

/** Draws objects as the job's rasterizer does, so that what is sketched is what is rendered. */

const THIN_LINE = 0.005;
const PIECES = 3;
const images = new WeakMap();

/** The outline of an object in its own units, before its transform. */
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

/** Through the middles of neighbours, bent by the points: a quadratic B-spline. */
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

/** Corners of the box around an object in its own units. */
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

export function lineWidth({ kind, outline, outlineWidth = 0 }) {
  if (kind === 'LINE') {
    return outlineWidth || THIN_LINE;
  }
  return outline && alphaOf(outline) ? outlineWidth : 0;
}

/** Draws one object; the context is in canvas units. */
export function paintObject(context, object, background, scratch) {
  context.save();
  context.globalAlpha = object.opacity * (object.kind === 'Stroke' ? object.data.opacity ?? 1 : 1);
  if (object.kind === 'Stroke') {
    paintStroke(context, object, background, scratch);
  } else if (object.kind === 'Shape') {
    paintShape(context, object);
  } else if (object.kind === 'Image') {
    paintImage(context, object);
  } else if (object.kind === 'Text') {
    paintText(context, object);
  }
  context.restore();
}

function paintStroke(context, object, background, scratch) {
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

function paintShape(context, object) {
  const { data, transform } = object;
  const path = new Path2D();
  path.addPath(pathOf(object), toDom(transform));
  if (data.kind !== 'LINE' && alphaOf(data.fill)) {
    context.fillStyle = toCss(data.fill);
    context.fill(path);
  }
  const pen = lineWidth(data) * penScale(transform);
  if (pen > 0) {
    context.strokeStyle = toCss(data.outline && alphaOf(data.outline) ? data.outline : data.fill);
    context.lineWidth = pen;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke(path);
  }
}

function paintImage(context, { data, transform }) {
  const image = imageOf(data);
  if (image.complete && image.naturalWidth) {
    context.transform(transform[0], transform[3], transform[1], transform[4], transform[2], transform[5]);
    context.drawImage(image, data.x, data.y, data.width, data.height);
  }
}

/** Decodes an image once; fires `inkflow-image` on the window when it can be drawn. */
function imageOf(data) {
  const key = data.key ?? data;
  let image = images.get(key);
  if (!image) {
    image = new Image();
    image.onload = () => dispatchEvent(new Event('inkflow-image'));
    image.src = `data:${data.contentType};base64,${data.bytes}`;
    images.set(key, image);
  }
  return image;
}

function paintText(context, { data, transform }) {
  context.transform(transform[0], transform[3], transform[1], transform[4], transform[2], transform[5]);
  context.fillStyle = toCss(data.colour);
  // Text is set at 100 units and scaled: browsers round small font sizes.
  context.translate(data.x, data.y);
  context.scale(data.size / 100, data.size / 100);
  context.font = `100px ${data.font ?? 'sans-serif'}`;
  data.text.split('\n').forEach((line, i) => context.fillText(line, 0, i * 100));
}
