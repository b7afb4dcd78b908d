import { addSliders, reading } from './setting-sliders.js';

/**
 * The controls beside the picture. Sends what a person changes, shows what anybody changed; where
 * nobody set a value, shows what the pictures are made with.
 */
const TYPING_MS = 150;
const SLIDING_MS = 40;
const MOST_SEED = 2 ** 31;

export class SettingsPanel {
  #form;
  #session;
  #declared;
  #timers = new Map();
  #styles = new Map();
  #prompt;

  /** @param declared the settings that there are, from `/api/settings` */
  constructor(form, prompt, session, declared) {
    addSliders(form, declared);
    this.#form = form;
    this.#declared = declared.filter(({ name }) => form.elements[name]);
    this.#session = session;
    this.#prompt = prompt;
    this.#text(prompt, 'prompt');
    this.#text(form.elements.negativePrompt, 'negativePrompt');
    declared.filter(({ slider }) => slider).forEach((setting) => this.#slider(setting));
    hideUnless(false, form.elements.follow);
    hideUnless(false, form.elements.cameraMix);
    this.#seed();
    form.elements.size.addEventListener('change', () => this.#resize());
    form.addEventListener('submit', (event) => event.preventDefault());
    session.addEventListener('settings', ({ detail }) => this.#show(detail.changed, detail.mine));
  }

  /** Offers what the model has: styles, sizes, a sketch adapter. */
  offer({ styles, sizes, size, follows }) {
    hideUnless(follows, this.#form.elements.follow);
    const list = this.#form.querySelector('#styles');
    this.#form.querySelector('#styles-group').hidden = styles.length === 0;
    styles.forEach((name) => list.append(this.#style(name)));
    for (const side of [...new Set([...sizes, size])].sort((a, b) => a - b)) {
      this.#sizeOptions(side, side === size);
    }
  }

  #sizeOptions(side, native) {
    const wide = Math.round((side * 4) / 3 / 8) * 8;
    for (const [width, height] of [[side, side], [wide, side], [side, wide]]) {
      const option = new Option(`${width} × ${height}`, `${width}x${height}`);
      option.defaultSelected = native && width === height;
      this.#form.elements.size.add(option);
    }
  }

  /** What the newest picture is made with, for controls that nobody has set. */
  showDefaults(header) {
    const { settings } = this.#session;
    for (const { name } of this.#declared.filter(({ inFrames }) => inFrames)) {
      if (settings[name] === undefined) {
        this.#put(this.#form.elements[name], header[name]);
      }
    }
    if (settings.width === undefined) {
      this.#form.elements.size.value = `${header.width}x${header.height}`;
    }
    if (settings.loras === undefined) {
      this.#showStyles(header.loras);
    }
  }

  #text(field, key) {
    field.addEventListener('input', () => this.#later(key, TYPING_MS, () => ({ [key]: field.value })));
  }

  #slider(setting) {
    const { name } = setting;
    const input = this.#form.elements[name];
    const output = input.closest('label').querySelector('output');
    const show = () => {
      output.value = reading(setting, Number(input.value));
      paintTrack(input);
    };
    input.addEventListener('input', () => {
      show();
      this.#later(name, SLIDING_MS, () => ({ [name]: Number(input.value) }));
    });
    input.addEventListener('shown', show);
    show();
  }

  #seed() {
    const { seed, dice } = this.#form.elements;
    seed.addEventListener('change', () => {
      if (/^\d{1,15}$/.test(seed.value)) {
        this.#session.set({ seed: Number(seed.value) });
      }
    });
    dice.addEventListener('click', () => this.rollSeed());
  }

  rollSeed() {
    const seed = Math.floor(Math.random() * MOST_SEED);
    this.#put(this.#form.elements.seed, seed);
    this.#session.set({ seed });
  }

  #resize() {
    const [width, height] = this.#form.elements.size.value.split('x').map(Number);
    this.#session.set({ width, height });
  }

  #style(name) {
    const row = document.createElement('label');
    row.className = 'slider';
    row.innerHTML = '<span></span><output></output><input type="range" min="0" max="1.5" step="0.05" value="0">';
    row.firstChild.textContent = name;
    row.title = name;
    const [, output, input] = row.children;
    const show = () => {
      output.value = orOff(Number(input.value));
      paintTrack(input);
    };
    input.addEventListener('shown', show);
    input.addEventListener('input', () => {
      show();
      this.#later('loras', SLIDING_MS, () => ({ loras: this.#mix() }));
    });
    show();
    this.#styles.set(name, input);
    return row;
  }

  /** The whole list, without what is off; what this page does not offer stays in. */
  #mix() {
    const others = (this.#session.settings.loras ?? []).filter(({ name }) => !this.#styles.has(name));
    const mine = [...this.#styles].map(([name, input]) => ({ name, scale: Number(input.value) }));
    return [...others, ...mine.filter(({ scale }) => scale !== 0)];
  }

  /** Sends the value as it is when the pause is over: one message for a burst of changes. */
  #later(key, pause, changes) {
    if (!this.#timers.has(key)) {
      this.#timers.set(key, setTimeout(() => {
        this.#timers.delete(key);
        this.#session.set(changes());
      }, pause));
    }
  }

  #show(changed, mine) {
    const { elements } = this.#form;
    if (!mine && changed.prompt !== undefined && document.activeElement !== this.#prompt) {
      this.#prompt.value = changed.prompt;
      this.#prompt.dispatchEvent(new Event('shown'));
    }
    for (const { name } of this.#declared) {
      if (changed[name] !== undefined) {
        this.#put(elements[name], changed[name]);
      }
    }
    if (changed.width && changed.height) {
      this.#showSize(`${changed.width}x${changed.height}`);
    }
    if (changed.loras) {
      this.#showStyles(changed.loras);
    }
  }

  #showSize(value) {
    const { size } = this.#form.elements;
    if (![...size.options].some((option) => option.value === value)) {
      size.add(new Option(value.replace('x', ' × '), value));
    }
    size.value = value;
  }

  #showStyles(loras) {
    for (const [name, input] of this.#styles) {
      this.#put(input, loras.find((lora) => lora.name === name)?.scale ?? 0);
    }
  }

  #put(input, value) {
    if (input !== document.activeElement && !this.#timers.has(input.name)) {
      input.value = value;
      input.dispatchEvent(new Event('shown'));
    }
  }
}

function orOff(value) {
  return value ? value.toFixed(2) : 'off';
}

/** Shows a slider only where it does something. */
function hideUnless(useful, input) {
  input.closest('label').hidden = !useful;
}

/** Fills a slider's track up to its thumb. */
export function paintTrack(input) {
  const { min, max, value } = input;
  input.style.setProperty('--filled', `${((value - min) / (max - min)) * 100}%`);
}
