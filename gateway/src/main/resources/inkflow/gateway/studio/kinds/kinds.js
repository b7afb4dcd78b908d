import { Image } from './image.js';
import { Shape } from './shape.js';
import { Stroke } from './stroke.js';
import { Text } from './text.js';

/**
 * What differs between kinds of object, one module a kind, by the name of its record. `data` is the
 * record with its defaults; coordinates are in the object's own units, before its transform.
 *
 * - `defaults`: what the record says where a field is left out
 * - `read(record, objectId)`: fields of data that are not as in the record; may be missing
 * - `extended(data, points)`: data with more points; only of kinds that grow
 * - `fill`: the field with the colour that a look's `fill` names, or null
 * - `hasOutline`: whether a look's `outline` is one of its fields
 * - `bulky`: whether its record is too large to go out once more as JSON; may be missing
 * - `path(data)`: its outline as a Path2D
 * - `bounds(data)`: { left, top, right, bottom } of the box around it
 * - `grip(data)`: { fills, pen } where a hand may take it: inside, and along the path with a pen; null for nowhere
 * - `axis(data)`: { points, pen } of an object that is a line from one point to another, else null; may be missing
 * - `paint(context, object, background, scratch)`: draws it, the context in canvas units and with the object's
 *   opacity; scratch gives an empty context of the same size
 */
export const KINDS = { Stroke, Shape, Image, Text };

export const kindOf = (object) => KINDS[object.kind];
