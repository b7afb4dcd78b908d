/** The bounding box of points, `edge` wider on each side. */
export function boxAround(points, edge) {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  const most = (values) => values.reduce((a, b) => Math.max(a, b));
  return { left: least(xs) - edge, top: least(ys) - edge, right: most(xs) + edge, bottom: most(ys) + edge };
}
