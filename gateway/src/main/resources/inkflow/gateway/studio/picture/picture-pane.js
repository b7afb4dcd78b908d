import { $ } from '../common/dom.js';
import { LastEdit } from './last-edit.js';
import { Latency } from './latency.js';
import { PictureView } from './picture-view.js';
import { Readout } from './readout.js';

/** The picture side of the studio: the picture, its latency figures, its layout and aspect ratio. */
const FIGURES = ['p50', 'p95', 'fps', 'skipped', 'trail', 'covered'];

export class PicturePane extends EventTarget {
  #session;
  #view = new PictureView($('picture'));

  /** Fires `shown` with the header when a picture is on the screen. */
  constructor(session, clientId) {
    super();
    this.#session = session;
    const latency = new Latency();
    session.connection.addEventListener('frame', ({ detail }) => this.#view.offer(detail));
    session.addEventListener('sent', ({ detail }) => latency.sent(detail));
    session.addEventListener('settings', () => this.#fit());
    this.#view.addEventListener('shown', ({ detail: header }) => {
      latency.shown(header.clientSeqs[clientId]);
      document.body.classList.add('has-picture');
      this.#fit();
      this.dispatchEvent(new CustomEvent('shown', { detail: header }));
    });
    const lastEdit = new LastEdit(session, this.#view, clientId);
    const parts = Object.fromEntries(FIGURES.map((name) => [name, $(name)]));
    new Readout(parts, latency, this.#view, () => lastEdit.isInPicture);
    this.#connectLayout();
  }

  /** Header of the picture on the screen; null before the first. */
  get header() {
    return this.#view.header;
  }

  /** The size in the settings, else that of the shown picture. */
  get size() {
    const { width, height } = this.#session.settings;
    return width ? { width, height } : this.header ?? { width: 256, height: 256 };
  }

  toPng() {
    return this.#view.toPng();
  }

  #fit() {
    const { width, height } = this.#session.settings;
    const size = width && height ? { width, height } : this.header;
    if (size) {
      document.body.style.setProperty('--aspect', size.width / size.height);
      document.body.classList.toggle('wide', size.width > size.height * 1.1);
    }
  }

  #connectLayout() {
    for (const button of layoutButtons()) {
      button.addEventListener('click', () => this.layOut(button.dataset.layoutButton));
    }
    this.layOut('side');
    $('blend').addEventListener('input', () => document.body.style.setProperty('--blend', $('blend').value));
  }

  /** @param layout `side`: beside the drawing; `blend`: over it */
  layOut(layout) {
    document.body.dataset.layout = layout;
    for (const button of layoutButtons()) {
      button.ariaPressed = button.dataset.layoutButton === layout;
    }
    $(layout === 'blend' ? 'sketch-frame' : 'picture-frame').append($('picture'));
  }

  changeLayout() {
    this.layOut(document.body.dataset.layout === 'side' ? 'blend' : 'side');
  }
}

const layoutButtons = () => document.querySelectorAll('[data-layout-button]');
