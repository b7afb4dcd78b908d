// Finds the Unicode emoji that an icon of a set shows; sets use different names for the same thing.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const SHORTCODES = ['cldr', 'github', 'joypixels', 'iamcal', 'emojibase', 'emojibase-legacy'];
const SKIN = /skin-tone|-(light|dark|medium|medium-light|medium-dark)(-|$)/;
// Symbols that show drawable things; flags and other symbols are excluded.
const DRAWN_SYMBOLS =
  /^(red|orange|yellow|green|blue|purple|brown|black|white|pink|light blue|grey|large|broken|two|growing|sparkling|beating|heart|star|glowing|musical|peace)/;

export const withoutVariation = (hex) => hex.toLowerCase().replace(/-fe0f/g, '');

const hexOf = (emoji) =>
  [...emoji].map((c) => c.codePointAt(0).toString(16)).filter((h) => h !== 'fe0f').join('-');

const slug = (text) =>
  text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/[’'“”!.,():]/g, '')
    .replace(/&/g, 'and').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

/** Concepts by hex code ({hex, name, group, tags}) and the names they go by. */
export class Names {
  constructor() {
    this.concepts = new Map();
    this.known = new Map();
    for (const [emoji, { name, group }] of Object.entries(require('unicode-emoji-json/data-by-emoji.json'))) {
      const hex = hexOf(emoji);
      this.concepts.set(hex, { hex, name, group, tags: [] });
      this.#learn(name, hex);
    }
    for (const { hexcode, label, tags } of require('emojibase-data/en/data.json')) {
      const hex = withoutVariation(hexcode);
      if (!this.concepts.has(hex)) continue;
      this.#learn(label, hex);
      this.concepts.get(hex).tags = tags ?? [];
    }
    for (const source of SHORTCODES) {
      for (const [code, names] of Object.entries(require(`emojibase-data/en/shortcodes/${source}.json`))) {
        const hex = withoutVariation(code);
        if (this.concepts.has(hex)) for (const name of [].concat(names)) this.#learn(name, hex);
      }
    }
    this.runTogether = new Map();
    for (const [name, hex] of this.known) {
      const compact = name.replace(/-/g, '');
      if (!this.runTogether.has(compact)) this.runTogether.set(compact, hex);
    }
  }

  #learn(name, hex) {
    const key = slug(name);
    if (key && !this.known.has(key)) this.known.set(key, hex);
  }

  /** Hex code of an icon's name, or null. */
  resolve(name) {
    for (const key of [name, name.replace(/-face$/, ''), `${name}-face`, name.replace(/-(\d)$/, '')]) {
      if (this.known.has(key)) return this.known.get(key);
    }
    const compact = name.replace(/-/g, '');
    return this.runTogether.get(compact) ?? this.runTogether.get(compact.replace(/\d$/, ''))
      ?? this.runTogether.get(`${compact}face`) ?? null;
  }

  /** Whether an icon's name is a skin-tone variant of another. */
  isVariant(name) {
    return SKIN.test(name) && !this.known.has(name);
  }

  /** Whether a concept is one to draw. */
  wanted(hex) {
    const concept = this.concepts.get(hex);
    return Boolean(concept) && concept.group !== 'Flags'
      && (concept.group !== 'Symbols' || DRAWN_SYMBOLS.test(concept.name));
  }
}
