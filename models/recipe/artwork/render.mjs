// Renders sets to a pack: OUT.bin (WebP sprites end to end), OUT.json (size, rows, concepts).
// usage: node render.mjs SIZE OUT [SET,SET]
// resvg crashes the process on a few icons, so a child process renders each set and is restarted without the icon.

import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Names } from './names.mjs';
import { renderSet } from './sets.mjs';

const SETS = ['noto', 'twemoji', 'fluent-emoji-flat', 'noto-v1', 'emojione', 'fxemoji', 'fluent-3d', 'streamline-emojis',
  'fluent-emoji-high-contrast'];
const TRIES = 20;

const [size, out, wanted] = [Number(process.argv[2]), process.argv[3], process.argv[4]];

if (process.send) {
  process.once('message', async ({ set, skip, folder }) => {
    await renderSet(set, size, new Set(skip), folder, (icon) => process.send({ icon }));
    process.disconnect();
  });
} else {
  await renderAll(wanted ? wanted.split(',') : SETS);
}

async function renderAll(sets) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'artwork-'));
  const waiting = [...sets];
  const worker = async () => {
    while (waiting.length) await renderInChild(waiting.shift(), folder);
  };
  try {
    await Promise.all([worker(), worker()]);
    join(sets, folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function renderInChild(set, folder) {
  const skip = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    let icon = null;
    const code = await new Promise((resolve) => {
      const child = fork(fileURLToPath(import.meta.url), [size, out], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] });
      child.on('message', (message) => { icon = message.icon; });
      child.on('exit', resolve);
      child.send({ set, skip, folder });
    });
    if (code === 0) return;
    if (icon === null) break;
    console.log(`${set}: ${icon} can't be rendered, left out`);
    skip.push(icon);
  }
  throw new Error(`${set}: not rendered (expected: package.json's packages installed)`);
}

function join(sets, folder) {
  const rows = [];
  const parts = [];
  let offset = 0;
  for (const set of sets) {
    for (const row of JSON.parse(fs.readFileSync(`${folder}/${set}.json`))) rows.push({ ...row, off: row.off + offset });
    parts.push(fs.readFileSync(`${folder}/${set}.bin`));
    offset += parts.at(-1).length;
  }
  const used = new Set(rows.map((row) => row.hex));
  const concepts = Object.fromEntries([...new Names().concepts].filter(([hex]) => used.has(hex)));
  fs.writeFileSync(`${out}.bin`, Buffer.concat(parts));
  fs.writeFileSync(`${out}.json`, JSON.stringify({ size, rows, concepts }));
  console.log(`${out}: ${rows.length} sprites of ${used.size} concepts, ${(offset / 1e6).toFixed(1)} MB`);
}
