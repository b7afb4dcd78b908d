/** 2x3 affine maps as in the records: row-major, x' = m0 x + m1 y + m2, y' = m3 x + m4 y + m5. */

export const IDENTITY = [1, 0, 0, 0, 1, 0];

/** The product a b: applies `b` first, then `a`. */
export function multiply(a, b) {
  return [
    a[0] * b[0] + a[1] * b[3],
    a[0] * b[1] + a[1] * b[4],
    a[0] * b[2] + a[1] * b[5] + a[2],
    a[3] * b[0] + a[4] * b[3],
    a[3] * b[1] + a[4] * b[4],
    a[3] * b[2] + a[4] * b[5] + a[5],
  ];
}

export function apply(m, { x, y }) {
  return { x: m[0] * x + m[1] * y + m[2], y: m[3] * x + m[4] * y + m[5] };
}

export const translation = (dx, dy) => [1, 0, dx, 0, 1, dy];

/** Scales by (sx, sy) and leaves `centre` where it is. */
export const scaling = (sx, sy, centre) => [
  sx, 0, centre.x * (1 - sx),
  0, sy, centre.y * (1 - sy),
];

/** Turns by `angle` radians, clockwise on a screen, around `centre`. */
export function rotation(angle, centre) {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return [
    c, -s, centre.x - c * centre.x + s * centre.y,
    s, c, centre.y - s * centre.x - c * centre.y,
  ];
}

/**
 * The factor for line widths: the square root of the factor by which areas grow. Pens stay round.
 */
export const penScale = (m) => Math.sqrt(Math.abs(m[0] * m[4] - m[1] * m[3]));

/** For CanvasRenderingContext2D and Path2D, which count column by column. */
export const toDom = (m) => new DOMMatrix([m[0], m[3], m[1], m[4], m[2], m[5]]);
