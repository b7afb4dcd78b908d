import { kindOf } from '../kinds/kinds.js';

/** Draws one object as the job's rasterizer does; the context is in canvas units. */
export function paintObject(context, object, background, scratch) {
  context.save();
  context.globalAlpha = object.opacity;
  kindOf(object).paint(context, object, background, scratch);
  context.restore();
}
