import { paintTrack } from './setting-sliders.js';

/** The sliders of the model's styles. Fires `change` when a person moves one. */
export class StyleSliders extends EventTarget {
  #group;
  #inputs = new Map();

  /** @param group the element around the list, hidden where there is no style */
  constructor(group) {
    super();
    this.#group = group;
  }

  /**
   * Replaces the sliders by those for these styles.
   *
   * @param words words for the prompt that bring a style out, by style name
   */
  offer(names, words) {
    this.#inputs.clear();
    this.#group.hidden = names.length === 0;
    this.#group.querySelector('#styles').replaceChildren(...names.map((name) => this.#slider(name, words[name])));
  }

  /** The whole list of LoRAs, without those that are off, and with those in `others` that have no slider here. */
  mixedInto(others) {
    const kept = others.filter(({ name }) => !this.#inputs.has(name));
    const mine = [...this.#inputs].map(([name, input]) => ({ name, scale: Number(input.value) }));
    return [...kept, ...mine.filter(({ scale }) => scale !== 0)];
  }

  /** Calls `put` with each slider's input and the scale that it has in `loras`. */
  eachScale(loras, put) {
    for (const [name, input] of this.#inputs) {
      put(input, loras.find((lora) => lora.name === name)?.scale ?? 0);
    }
  }

  #slider(name, words) {
    const row = document.createElement('label');
    row.className = 'slider';
    row.innerHTML = '<span></span><output></output><input type="range" min="0" max="1.5" step="0.05" value="0">';
    row.firstChild.textContent = name;
    row.title = words ? `${name}: write "${words}" in the prompt` : name;
    const [, output, input] = row.children;
    const show = () => {
      output.value = Number(input.value) ? Number(input.value).toFixed(2) : 'off';
      paintTrack(input);
    };
    input.addEventListener('shown', show);
    input.addEventListener('input', () => {
      show();
      this.dispatchEvent(new Event('change'));
    });
    show();
    this.#inputs.set(name, input);
    return row;
  }
}
