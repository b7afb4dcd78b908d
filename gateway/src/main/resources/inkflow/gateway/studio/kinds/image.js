/** A picture from a file. */

/** By object id: an image's bytes never change, so a decoded image is valid for all looks of its object. */
const keys = new Map();
const decoded = new WeakMap();

export const Image = {
  defaults: {},
  fill: null,
  hasOutline: false,
  bulky: true,

  read: (record, objectId) => ({ key: keyOf(objectId) }),

  path({ x, y, width, height }) {
    const path = new Path2D();
    path.rect(x, y, width, height);
    return path;
  },

  bounds: ({ x, y, width, height }) => ({ left: x, top: y, right: x + width, bottom: y + height }),

  grip: () => ({ fills: true, pen: 0 }),

  paint(context, { data, transform }) {
    const image = decode(data);
    if (image.complete && image.naturalWidth) {
      context.transform(transform[0], transform[3], transform[1], transform[4], transform[2], transform[5]);
      context.drawImage(image, data.x, data.y, data.width, data.height);
    }
  },
};

function keyOf(objectId) {
  if (!keys.has(objectId)) {
    keys.set(objectId, {});
  }
  return keys.get(objectId);
}

/** Decodes an image once; fires `inkflow-image` on the window when it can be drawn. */
function decode({ key, contentType, bytes }) {
  let image = decoded.get(key);
  if (!image) {
    image = document.createElement('img');
    image.onload = () => dispatchEvent(new Event('inkflow-image'));
    image.src = `data:${contentType};base64,${bytes}`;
    decoded.set(key, image);
  }
  return image;
}
