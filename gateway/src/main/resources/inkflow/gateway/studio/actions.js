import { $ } from './common/dom.js';
import { fromHex } from './common/colour.js';
import { listenForShortcuts } from './input/shortcuts.js';

/** What the page's buttons and keys do. */
const NUDGE = 0.01;
const PICKERS = { v: 'select', b: 'brush', e: 'eraser', l: 'line', r: 'rectangle', o: 'ellipse', t: 'triangle', s: 'star' };

/** @param parts session, drawing, picture, panel, prompt, and `save`, which saves the picture */
export function connectActions(parts) {
  const clicks = clicksOf(parts);
  for (const [id, action] of Object.entries(clicks)) {
    $(id).addEventListener('click', action);
  }
  listenForShortcuts(keysOf(parts, clicks));
  for (const dialog of document.querySelectorAll('dialog')) {
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  }
  const background = $('background');
  const showBackground = () => background.parentElement.style.setProperty('--colour', background.value);
  background.addEventListener('input', showBackground);
  showBackground();
}

function clicksOf({ session, drawing, save }) {
  return {
    undo: () => session.undo(),
    redo: () => session.redo(),
    clear: () => session.perform({ Cleared: { background: fromHex($('background').value) } }),
    save,
    image: () => $('image-file').click(),
    share: () => $('share-dialog').showModal(),
    help: () => $('help-dialog').showModal(),
    'toggle-panel': () => document.body.classList.toggle('panel-open'),
    'close-panel': () => document.body.classList.remove('panel-open'),
    front: () => drawing.select.bringToFront(),
    back: () => drawing.select.sendToBack(),
    copy: () => drawing.select.duplicate(),
    remove: () => drawing.select.remove(),
  };
}

function keysOf({ drawing, picture, panel, prompt, save }, clicks) {
  const { palette, select, toolbox } = drawing;
  return {
    ...Object.fromEntries(Object.entries(PICKERS).map(([key, tool]) => [key, () => toolbox.pick(tool)])),
    'Ctrl+z': clicks.undo,
    'Ctrl+Shift+z': clicks.redo,
    'Ctrl+y': clicks.redo,
    'Ctrl+s': save,
    'Ctrl+d': clicks.copy,
    Delete: clicks.remove,
    Backspace: clicks.remove,
    Escape: () => select.select(null),
    '[': () => palette.grow(-1),
    ']': () => palette.grow(1),
    '/': () => prompt.focus(),
    d: () => panel.rollSeed(),
    m: () => picture.changeLayout(),
    '?': clicks.help,
    ArrowLeft: () => select.nudge(-NUDGE, 0),
    ArrowRight: () => select.nudge(NUDGE, 0),
    ArrowUp: () => select.nudge(0, -NUDGE),
    ArrowDown: () => select.nudge(0, NUDGE),
  };
}
