// Renders one artwork set to sprites of one size.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import { Names, withoutVariation } from './names.mjs';

const require = createRequire(import.meta.url);
const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };
const LOSSLESS = ['noto'];
const TONE = /1f3f[b-f]/;

sharp.concurrency(1);

/** Writes FOLDER/SET.bin and SET.json; says each icon to `before` it renders it, for that may end the process. */
export async function renderSet(set, size, skip, folder, before) {
  const rows = [];
  const sprites = [];
  const done = new Set();
  let offset = 0;
  const icons = set === 'fluent-3d' ? imageIcons() : vectorIcons(set);
  for (const { id, hex, pixels } of icons) {
    if (skip.has(id) || done.has(hex)) continue;
    before(id);
    const sprite = await encode(pixels(size), size, LOSSLESS.includes(set));
    rows.push({ set, hex, off: offset, len: sprite.length });
    sprites.push(sprite);
    done.add(hex);
    offset += sprite.length;
  }
  fs.writeFileSync(`${folder}/${set}.bin`, Buffer.concat(sprites));
  fs.writeFileSync(`${folder}/${set}.json`, JSON.stringify(rows));
  console.log(`${set}: ${rows.length} sprites, ${(offset / 1e6).toFixed(1)} MB`);
}

function encode(image, size, lossless) {
  return image.resize(size, size, { fit: 'contain', background: CLEAR, kernel: 'lanczos3' })
    .webp(lossless ? { lossless: true, effort: 3 } : { quality: 92, alphaQuality: 100, smartSubsample: true, effort: 3 })
    .toBuffer();
}

/** Fluent 3D comes as pictures, named by code point. */
function* imageIcons() {
  const names = new Names();
  const folder = path.join(path.dirname(require.resolve('@lobehub/fluent-emoji-3d/package.json')), 'assets');
  for (const file of fs.readdirSync(folder)) {
    const hex = withoutVariation(file.replace('.webp', ''));
    if (TONE.test(hex) || !names.wanted(hex)) continue;
    yield { id: file, hex, pixels: () => sharp(path.join(folder, file)).ensureAlpha() };
  }
}

/** An Iconify set: drawings in icons.json, some with their code points in chars.json. */
function* vectorIcons(set) {
  const names = new Names();
  const all = require(`@iconify-json/${set}/icons.json`);
  const points = codePoints(set);
  const aliases = {};
  for (const [alias, { parent }] of Object.entries(all.aliases ?? {})) (aliases[parent] ??= []).push(alias);
  for (const [id, icon] of Object.entries(all.icons)) {
    if (icon.hidden || names.isVariant(id)) continue;
    const hex = names.known.get(id) ?? (names.concepts.has(points[id]) ? points[id] : null) ?? names.resolve(id)
      ?? (aliases[id] ?? []).map((alias) => names.resolve(alias)).find(Boolean);
    if (hex && names.wanted(hex)) yield { id, hex, pixels: (size) => vector(icon, all, size) };
  }
}

function codePoints(set) {
  const file = path.join(path.dirname(require.resolve(`@iconify-json/${set}/icons.json`)), 'chars.json');
  if (!fs.existsSync(file)) return {};
  return Object.fromEntries(Object.entries(JSON.parse(fs.readFileSync(file))).map(([hex, name]) => [name, withoutVariation(hex)]));
}

/** Rendered at twice the size: smoother edges once it is made smaller. */
function vector(icon, all, size) {
  const [width, height] = [icon.width ?? all.width ?? 16, icon.height ?? all.height ?? 16];
  const [left, top] = [icon.left ?? all.left ?? 0, icon.top ?? all.top ?? 0];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" `
    + `viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" color="#111">${icon.body}</svg>`;
  const drawn = new Resvg(svg, {
    font: { loadSystemFonts: false }, fitTo: { mode: width >= height ? 'width' : 'height', value: size * 2 },
  }).render();
  return sharp(Buffer.from(drawn.pixels), { raw: { width: drawn.width, height: drawn.height, channels: 4, premultiplied: true } });
}
