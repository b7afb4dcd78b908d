import { fromHex, luminance, toHex } from '../common/colour.js';

/** Colour, size and opacity for the next object. Fires `colour` when a colour is chosen. */
const SWATCHES = {
  Ink: '#1b1b1f', Slate: '#6b7280', Cloud: '#d7dbe0', White: '#ffffff',
  Brick: '#c8452f', Coral: '#f2795c', Amber: '#f5a524', Sun: '#ffd84d',
  Leaf: '#4f9d4f', Pine: '#1f5b45', Sky: '#7cc4f0', Sea: '#2b6cc4',
  Night: '#1d2a5b', Violet: '#7d5bc9', Rose: '#ee8fb0', Earth: '#8a5a3b',
};

export class Palette extends EventTarget {
  colour = fromHex(SWATCHES.Ink);
  width = 0.03;
  opacity = 1;
  #swatches;
  #picker;
  #size;

  constructor({ swatches, picker, size, opacity }) {
    super();
    this.#swatches = swatches;
    this.#picker = picker;
    this.#size = size;
    for (const [name, hex] of Object.entries(SWATCHES)) {
      swatches.append(this.#swatch(name, hex));
    }
    picker.addEventListener('input', () => this.choose(fromHex(picker.value)));
    size.addEventListener('input', () => this.#resize());
    opacity.addEventListener('input', () => (this.opacity = Number(opacity.value)));
    this.#resize();
    this.#show();
  }

  #swatch(name, hex) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'swatch';
    button.title = name;
    button.ariaLabel = name;
    button.dataset.hex = hex;
    button.style.setProperty('--colour', hex);
    button.addEventListener('click', () => this.choose(fromHex(hex)));
    return button;
  }

  choose(colour) {
    this.colour = colour;
    this.#show();
    this.dispatchEvent(new Event('colour'));
  }

  /** Grows or shrinks the brush by steps of its slider. */
  grow(steps) {
    this.#size.value = Number(this.#size.value) + steps * 4;
    this.#resize();
  }

  /** The slider is quadratic: small brushes need finer steps. */
  #resize() {
    const share = Number(this.#size.value) / 100;
    this.width = Math.round((0.003 + 0.2 * share * share) * 1e4) / 1e4;
    this.dispatchEvent(new Event('width'));
  }

  #show() {
    const hex = toHex(this.colour);
    this.#picker.value = hex;
    this.#picker.parentElement.style.setProperty('--colour', hex);
    this.#picker.parentElement.dataset.light = luminance(this.colour) > 0.6;
    for (const swatch of this.#swatches.children) {
      swatch.ariaPressed = swatch.dataset.hex === hex;
    }
  }
}
