/**
 * The points of a shape between two corners, and the affine map that takes it from one pair of corners
 * to another. The maps keep line widths: a line is stretched by a map that preserves areas.
 */
const STAR_POINTS = 5;
const STAR_INNER = 0.45;
/** Smallest side of a box; no map could pull open one with side 0. */
const LEAST_SIDE = 0.002;

/** The points of a Shape record of this kind from corner `a` to corner `b`. */
export function pointsBetween(kind, a, b) {
  if (kind === 'TRIANGLE') {
    return [{ x: (a.x + b.x) / 2, y: a.y }, { x: b.x, y: b.y }, { x: a.x, y: b.y }];
  }
  return kind === 'STAR' ? starBetween(a, b) : [a, b];
}

function starBetween(a, b) {
  const centre = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const [rx, ry] = [Math.abs(b.x - a.x) / 2, Math.abs(b.y - a.y) / 2];
  return Array.from({ length: STAR_POINTS * 2 }, (_, i) => {
    const angle = (i * Math.PI) / STAR_POINTS - Math.PI / 2;
    const reach = i % 2 ? STAR_INNER : 1;
    return { x: centre.x + rx * reach * Math.cos(angle), y: centre.y + ry * reach * Math.sin(angle) };
  });
}

/** The second corner with shift held: gives circles, squares, and lines at multiples of 45 degrees. */
export function constrained(kind, from, to) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (kind === 'LINE') {
    const angle = (Math.round(Math.atan2(dy, dx) / (Math.PI / 4)) * Math.PI) / 4;
    const length = Math.hypot(dx, dy);
    return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) };
  }
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return { x: from.x + side * (Math.sign(dx) || 1), y: from.y + side * (Math.sign(dy) || 1) };
}

/** `to`, moved a little if the box from `from` would have no width or height. */
export function withRoom(kind, from, to) {
  const side = (a, b) => (Math.abs(b - a) < LEAST_SIDE ? a + (b < a ? -LEAST_SIDE : LEAST_SIDE) : b);
  return kind === 'LINE' ? to : { x: side(from.x, to.x), y: side(from.y, to.y) };
}

/**
 * The map from the shape between one pair of corners to the one between another.
 *
 * @param before { from, to }, with room
 * @param now { from, to }, with room
 */
export function mapBetween(kind, before, now) {
  if (kind === 'LINE') {
    return stretching(before, now);
  }
  const [sx, x] = alongAxis(kind, before.from.x, before.to.x, now.from.x, now.to.x);
  const [sy, y] = alongAxis(kind, before.from.y, before.to.y, now.from.y, now.to.y);
  return [sx, 0, x, 0, sy, y];
}

/**
 * Scale and offset of one axis. Only for a triangle the scale may be negative: mirrored, it is a
 * different shape.
 */
function alongAxis(kind, a, b, c, d) {
  if (kind === 'TRIANGLE') {
    const scale = (d - c) / (b - a);
    return [scale, c - scale * a];
  }
  const scale = Math.abs(d - c) / Math.abs(b - a);
  return [scale, Math.min(c, d) - scale * Math.min(a, b)];
}

/**
 * Stretches along the line, shrinks across it by the same factor, and rotates: the determinant is
 * 1.
 */
function stretching({ from: a, to: b }, { from: c, to: d }) {
  const [ux, uy] = [b.x - a.x, b.y - a.y];
  const [vx, vy] = [d.x - c.x, d.y - c.y];
  const before = ux * ux + uy * uy;
  const now = Math.max(vx * vx + vy * vy, LEAST_SIDE * LEAST_SIDE);
  // v u^T / |u|^2 maps the direction of the line, n(v) n(u)^T / |v|^2 the direction across it.
  const m0 = (vx * ux) / before + (vy * uy) / now;
  const m1 = (vx * uy) / before - (vy * ux) / now;
  const m3 = (vy * ux) / before - (vx * uy) / now;
  const m4 = (vy * uy) / before + (vx * ux) / now;
  return [m0, m1, c.x - m0 * a.x - m1 * a.y, m3, m4, c.y - m3 * a.x - m4 * a.y];
}
