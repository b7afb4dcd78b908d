import { $ } from '../common/dom.js';
import { Palette } from './palette.js';
import { PenTool } from './pen-tool.js';
import { SelectTool } from './select-tool.js';
import { ShapeTool } from './shape-tool.js';
import { Surface } from '../drawing/surface.js';
import { Toolbox } from '../input/toolbox.js';

/** The drawing side of the studio: surface, colours and tools, with their buttons. */
const SHAPES = ['LINE', 'RECTANGLE', 'ELLIPSE', 'TRIANGLE', 'STAR'];
const LEAST_RING = 4;

export class DrawingPane {
  stage = $('sketch-frame');
  palette = new Palette({
    swatches: $('swatches'), picker: $('picker'), size: $('brush-size'), opacity: $('brush-opacity'),
  });
  select;
  toolbox;
  #surface;

  constructor(session) {
    this.#surface = new Surface($('sketch'), session.document);
    this.select = new SelectTool(session, this.#surface, $('selection'));
    this.toolbox = new Toolbox(this.#tools(session), this.stage);
    this.#connectButtons();
    this.palette.addEventListener('colour', () => this.select.recolour(this.palette.colour));
    this.stage.addEventListener('pointermove', (event) => this.#moveRing(event));
  }

  /** Takes up the select tool with this object selected. */
  grab(objectId) {
    this.toolbox.pick('select');
    this.select.select(objectId);
  }

  #tools(session) {
    const shape = (kind) => new ShapeTool(kind, session, this.palette, this.#surface);
    return {
      select: this.select,
      brush: new PenTool(session, this.palette, this.#surface, false),
      eraser: new PenTool(session, this.palette, this.#surface, true),
      ...Object.fromEntries(SHAPES.map((kind) => [kind.toLowerCase(), shape(kind)])),
    };
  }

  #connectButtons() {
    for (const button of toolButtons()) {
      button.addEventListener('click', () => this.toolbox.pick(button.dataset.toolButton));
    }
    this.toolbox.addEventListener('picked', () => this.#showTool());
    this.#showTool();
  }

  #showTool() {
    const { active } = this.toolbox;
    document.body.dataset.tool = active;
    for (const button of toolButtons()) {
      button.ariaPressed = button.dataset.toolButton === active;
    }
    if (active !== 'select') {
      this.select.select(null);
    }
  }

  /** A ring as large as the brush follows the pointer. */
  #moveRing({ clientX, clientY }) {
    const box = this.stage.getBoundingClientRect();
    const size = Math.max(LEAST_RING, this.palette.width * this.#surface.placement.scale);
    $('brush-ring').style.cssText = `width:${size}px;height:${size}px;transform:translate(${clientX - box.left - size / 2}px,${clientY - box.top - size / 2}px)`;
  }
}

const toolButtons = () => document.querySelectorAll('[data-tool-button]');
