import { StyleSliders } from './style-sliders.js';
import { addSliders, paintTrack, reading } from './setting-sliders.js';

/**
 * The controls beside the picture. Sends the user's changes and shows everybody's; a setting that
 * nobody set shows the value that the pictures are made with.
 */
const TYPING_MS = 150;
const SLIDING_MS = 40;
const MOST_SEED = 2 ** 31;

export class SettingsPanel {
  #form;
  #session;
  #declared;
  #timers = new Map();
  #styles;
  #prompt;
  /** The header of the newest picture; null before the first. */
  #newest = null;

  /** @param declared the declared settings, from `/api/settings` */
  constructor(form, prompt, session, declared) {
    addSliders(form, declared);
    this.#form = form;
    this.#declared = declared.filter(({ name }) => form.elements[name]);
    this.#session = session;
    this.#prompt = prompt;
    this.#styles = new StyleSliders(form.querySelector('#styles-group'));
    this.#styles.addEventListener('change', () => this.#later('loras', SLIDING_MS, () => this.#mix()));
    this.#text(prompt, 'prompt');
    this.#text(form.elements.negativePrompt, 'negativePrompt');
    declared.filter(({ slider }) => slider).forEach((setting) => this.#slider(setting));
    hideUnless(false, form.elements.follow);
    hideUnless(false, form.elements.cameraMix);
    this.#seed();
    form.elements.size.addEventListener('change', () => this.#resize());
    form.addEventListener('submit', (event) => event.preventDefault());
    session.addEventListener('model', ({ detail }) => this.#offer(detail));
    session.addEventListener('settings', ({ detail }) => this.#show(detail.changed, detail.mine));
  }

  /**
   * Shows the controls for the model, instead of those of the model before: styles, sizes, sketch
   * adapter.
   */
  #offer(model) {
    this.#form.querySelector('#model').textContent = `${model.name} on ${model.device}`;
    hideUnless(model.follows, this.#form.elements.follow);
    this.#styles.offer(model.styles, model.words);
    this.#offerSizes(model);
    this.#limitSteps(model);
    if (this.#newest) {
      this.showDefaults(this.#newest);
    } else {
      this.#showUnset(['steps', 'guidanceScale'], model);
    }
    this.#show(this.#session.settings, false);
  }

  #offerSizes({ size, sizes }) {
    this.#form.elements.size.replaceChildren();
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

  #limitSteps({ mostSteps }) {
    const { max } = this.#declared.find(({ name }) => name === 'steps').slider;
    this.#form.elements.steps.max = Math.min(max, mostSteps);
  }

  /** Shows the newest picture's values in controls that nobody has set. */
  showDefaults(header) {
    const { settings } = this.#session;
    this.#newest = header;
    this.#showUnset(this.#declared.filter(({ inFrames }) => inFrames).map(({ name }) => name), header);
    if (settings.width === undefined) {
      this.#showSize(`${header.width}x${header.height}`);
    }
    if (settings.loras === undefined) {
      this.#showStyles(header.loras);
    }
  }

  /** Shows values of settings that nobody has set. */
  #showUnset(names, values) {
    for (const name of names.filter((each) => this.#session.settings[each] === undefined)) {
      this.#put(this.#form.elements[name], values[name]);
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

  #mix() {
    return { loras: this.#styles.mixedInto(this.#session.settings.loras ?? []) };
  }

  /** Sends the value after a pause, so that many quick changes make one message. */
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
    this.#styles.eachScale(loras, (input, scale) => this.#put(input, scale));
  }

  #put(input, value) {
    if (input !== document.activeElement && !this.#timers.has(input.name)) {
      input.value = value;
      input.dispatchEvent(new Event('shown'));
    }
  }
}

/** Hides a slider that has no effect. */
function hideUnless(useful, input) {
  input.closest('label').hidden = !useful;
}
