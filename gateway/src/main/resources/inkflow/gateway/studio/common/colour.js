/** Colours of the records are signed 32-bit ints, 0xAARRGGBB. */

export const fromHex = (hex) => (0xff000000 | parseInt(hex.slice(1), 16)) | 0;

export const toHex = (colour) => `#${(colour & 0xffffff).toString(16).padStart(6, '0')}`;

export const alphaOf = (colour) => ((colour >>> 24) & 255) / 255;

export function toCss(colour) {
  const [r, g, b] = [(colour >>> 16) & 255, (colour >>> 8) & 255, colour & 255];
  return `rgba(${r}, ${g}, ${b}, ${alphaOf(colour)})`;
}

export function luminance(colour) {
  return (0.2126 * ((colour >>> 16) & 255) + 0.7152 * ((colour >>> 8) & 255) + 0.0722 * (colour & 255)) / 255;
}
