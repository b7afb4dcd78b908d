/** Short messages at the bottom of the page; equal ones are shown once. */
const SHOWN_MS = 6000;

export class Toasts {
  #list;

  constructor(list) {
    this.#list = list;
  }

  /** @param kind 'info' or 'error' */
  show(text, kind = 'info') {
    const same = [...this.#list.children].find((item) => item.dataset.text === text);
    same?.remove();
    const item = document.createElement('li');
    item.className = `toast ${kind}`;
    item.dataset.text = text;
    item.textContent = text;
    this.#list.append(item);
    setTimeout(() => item.remove(), SHOWN_MS);
  }
}
