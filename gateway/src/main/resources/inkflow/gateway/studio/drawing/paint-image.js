const images = new WeakMap();

export function paintImage(context, { data, transform }) {
  const image = imageOf(data);
  if (image.complete && image.naturalWidth) {
    context.transform(transform[0], transform[3], transform[1], transform[4], transform[2], transform[5]);
    context.drawImage(image, data.x, data.y, data.width, data.height);
  }
}

/** Decodes an image once; fires `inkflow-image` on the window when it can be drawn. */
function imageOf(data) {
  const key = data.key ?? data;
  let image = images.get(key);
  if (!image) {
    image = new Image();
    image.onload = () => dispatchEvent(new Event('inkflow-image'));
    image.src = `data:${data.contentType};base64,${data.bytes}`;
    images.set(key, image);
  }
  return image;
}
