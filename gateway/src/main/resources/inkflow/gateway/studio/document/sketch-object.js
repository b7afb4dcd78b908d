import { IDENTITY } from '../common/affine.js';
import { KINDS, kindOf } from '../kinds/kinds.js';

/**
 * One object on the canvas, immutable:
 * { objectId, clientId, z, order, kind, data, transform, opacity }, where kind and data are the record's:
 * 'Stroke', {...}. `order` decides between objects of equal z.
 */

/** @param added an ObjectAdded record */
export function placed(added, clientId, order) {
  const [kind, record] = Object.entries(added.object)[0];
  const { objectId, z = 0 } = added;
  const data = { ...KINDS[kind].defaults, ...record, ...KINDS[kind].read?.(record, objectId) };
  return { objectId, clientId, z, order, kind, data, transform: IDENTITY, opacity: 1 };
}

/** Whether this page knows objects of that kind. */
export const isKnown = (added) => Object.keys(added.object)[0] in KINDS;

/** Whether it is of a kind that grows by points. */
export const grows = (object) => Boolean(kindOf(object).extended);

export function extended(object, points) {
  return { ...object, data: kindOf(object).extended(object.data, points) };
}

/** Whether an object of this kind has all the named fields of a look. */
export const hasParts = (object, { fill, outline }) =>
  (fill === undefined || kindOf(object).fill !== null) && (outline === undefined || kindOf(object).hasOutline);

/** The object with these fields of its look: transform, z, fill, outline, opacity. */
export function withLook(object, { transform, z, fill, outline, opacity }) {
  const data = { ...object.data };
  if (fill !== undefined) {
    data[kindOf(object).fill] = fill;
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
    return object.data[kindOf(object).fill];
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
