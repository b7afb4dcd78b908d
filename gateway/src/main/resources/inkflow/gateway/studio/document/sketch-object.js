import { IDENTITY } from '../common/affine.js';

/**
 * One object on the canvas, immutable:
 * { objectId, clientId, z, order, kind, data, transform, opacity }, where kind and data are the record's:
 * 'Stroke', {...}. `order` decides between objects of equal z.
 */

/** Default values of the records' fields. */
const DEFAULTS = {
  Stroke: { opacity: 1, eraser: false },
  Shape: { outline: null, outlineWidth: 0 },
  Image: {},
  Text: { font: null },
};
const decoded = new Map();

/** @param added an ObjectAdded record */
export function placed(added, clientId, order) {
  const [kind, record] = Object.entries(added.object)[0];
  const data = { ...DEFAULTS[kind], ...record };
  if (kind === 'Stroke') {
    data.points = record.points.map(pointOf);
  } else if (kind === 'Image') {
    data.key = imageKeyOf(added.objectId);
  }
  const { objectId, z = 0 } = added;
  return { objectId, clientId, z, order, kind, data, transform: IDENTITY, opacity: 1 };
}

export function extended(stroke, points) {
  const grown = [...stroke.data.points, ...points.map(pointOf)];
  return { ...stroke, data: { ...stroke.data, points: grown } };
}

const pointOf = ({ x, y, pressure = 1 }) => ({ x, y, pressure });

/** An image's bytes never change, so a decoded image is valid for all looks of its object. */
function imageKeyOf(objectId) {
  if (!decoded.has(objectId)) {
    decoded.set(objectId, {});
  }
  return decoded.get(objectId);
}

/** The field of the data that `fill` sets, by kind. */
const FILL = { Stroke: 'colour', Shape: 'fill', Text: 'colour' };

/** Whether an object of this kind has all the named fields of a look. */
export const hasParts = ({ kind }, parts) =>
  (parts.fill === undefined || kind in FILL) && (parts.outline === undefined || kind === 'Shape');

/** The object with these fields of its look: transform, z, fill, outline, opacity. */
export function withLook(object, { transform, z, fill, outline, opacity }) {
  const data = { ...object.data };
  if (fill !== undefined) {
    data[FILL[object.kind]] = fill;
  }
  if (outline !== undefined) {
    data.outline = outline || null;
  }
  return {
    ...object,
    data,
    transform: transform ?? object.transform,
    z: z ?? object.z,
    opacity: opacity ?? object.opacity,
  };
}

/** The current values of the named fields of its look. */
export function lookOf(object, names) {
  return Object.fromEntries(names.map((name) => [name, partOf(object, name)]));
}

function partOf(object, name) {
  if (name === 'fill') {
    return object.data[FILL[object.kind]];
  }
  return name === 'outline' ? object.data.outline ?? 0 : object[name];
}

/** Whether two values of a look's field are equal. */
export function samePart(a, b) {
  return Array.isArray(a) ? a.every((number, i) => number === b[i]) : a === b;
}

/**
 * Whether both look the same and are in the same position; `order` is not compared, since each page
 * counts it itself.
 */
export function sameObject({ data, order, ...object }, { data: otherData, order: otherOrder, ...other }) {
  return sameFields(object, other) && sameFields(data, otherData);
}

export function sameFields(a, b) {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name] || JSON.stringify(a[name]) === JSON.stringify(b[name]));
}
