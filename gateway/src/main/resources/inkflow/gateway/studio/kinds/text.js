import { toCss } from '../common/colour.js';

/** Lines of text. */

/** About how wide a letter is and how far it goes up, in sizes. */
const LETTER_WIDTH = 0.55;
const ASCENT = 0.8;

export const Text = {
  defaults: { font: null },
  fill: 'colour',
  hasOutline: false,

  path(data) {
    const { left, top, right, bottom } = Text.bounds(data);
    const path = new Path2D();
    path.rect(left, top, right - left, bottom - top);
    return path;
  },

  bounds: ({ text, x, y, size }) => ({
    left: x,
    top: y - size * ASCENT,
    right: x + text.length * size * LETTER_WIDTH,
    bottom: y + size * (1 - ASCENT),
  }),

  grip: () => ({ fills: true, pen: 0 }),

  paint(context, { data, transform }) {
    context.transform(transform[0], transform[3], transform[1], transform[4], transform[2], transform[5]);
    context.fillStyle = toCss(data.colour);
    // Text is set at 100 units and scaled: browsers round small font sizes.
    context.translate(data.x, data.y);
    context.scale(data.size / 100, data.size / 100);
    context.font = `100px ${data.font ?? 'sans-serif'}`;
    data.text.split('\n').forEach((line, i) => context.fillText(line, 0, i * 100));
  },
};
