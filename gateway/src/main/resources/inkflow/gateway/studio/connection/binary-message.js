/** Binary messages: length of the header (4 bytes, big-endian), the header in JSON, an image. */

export function pack(header, bytes) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const message = new Uint8Array(4 + json.length + bytes.byteLength);
  new DataView(message.buffer).setUint32(0, json.length);
  message.set(json, 4);
  message.set(new Uint8Array(bytes), 4 + json.length);
  return message;
}

/** Gives { header, image }. */
export function unpack(message) {
  const length = new DataView(message).getUint32(0);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(message, 4, length)));
  return { header, image: new Uint8Array(message, 4 + length) };
}
