import { alphaOf, toCss } from '../common/colour.js';
import { lineWidth, pathOf } from './outline.js';
import { paintImage } from './paint-image.js';
import { paintStroke } from './paint-stroke.js';
import { penScale, toDom } from '../common/affine.js';

/** Draws objects as the job's rasterizer does, so that what is sketched is what is rendered. */

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

function paintText(context, { data, transform }) {
  context.transform(transform[0], transform[3], transform[1], transform[4], transform[2], transform[5]);
  context.fillStyle = toCss(data.colour);
  // Text is set at 100 units and scaled: browsers round small font sizes.
  context.translate(data.x, data.y);
  context.scale(data.size / 100, data.size / 100);
  context.font = `100px ${data.font ?? 'sans-serif'}`;
  data.text.split('\n').forEach((line, i) => context.fillText(line, 0, i * 100));
}
