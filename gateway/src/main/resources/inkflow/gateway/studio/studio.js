import { Connection } from './connection.js';
import { fromHex } from './colour.js';
import { Identity, newSessionId } from './identity.js';
import { ImageImport } from './image-import.js';
import { Latency } from './latency.js';
import { LiveInput } from './live-input.js';
import { Palette } from './palette.js';
import { PenTool } from './pen-tools.js';
import { People } from './people.js';
import { PictureView } from './picture-view.js';
import { Readout } from './readout.js';
import { SCENES, paintScene } from './scenes.js';
import { SelectTool } from './select-tool.js';
import { Session } from './session.js';
import { SettingsPanel, paintTrack } from './settings-panel.js';
import { ShapeTool } from './shape-tool.js';
import { Share } from './share.js';
import { SketchDocument } from './sketch-document.js';
import { Surface } from './surface.js';
import { Toasts } from './toasts.js';
import { Toolbox } from './toolbox.js';
import { listenForShortcuts } from './shortcuts.js';

/** Puts the parts of the studio together; each part is a module of its own. */

const $ = (id) => document.getElementById(id);

function sessionIdOfPage() {
  const asked = location.hash.slice(1) || new URLSearchParams(location.search).get('session');
  const id = /^[A-Za-z0-9._-]{1,64}$/.test(asked ?? '') ? asked : newSessionId();
  history.replaceState(null, '', `/#${id}`);
  addEventListener('hashchange', () => location.reload());
  return id;
}

const sessionId = sessionIdOfPage();
document.title = `${sessionId} · Inkflow`;
$('session').textContent = sessionId;
const identity = new Identity(sessionId);
const sketch = new SketchDocument();
const connection = new Connection(sessionId, identity);
const session = new Session(sketch, connection, identity.clientId);
const latency = new Latency();
const toasts = new Toasts($('toasts'));
const tell = (text, kind) => toasts.show(text, kind);

/* The drawing. */
const stage = $('sketch-frame');
const surface = new Surface($('sketch'), sketch);
const palette = new Palette({
  swatches: $('swatches'), picker: $('picker'), size: $('brush-size'), opacity: $('brush-opacity'),
});
const select = new SelectTool(session, surface, $('selection'));
const shapes = ['LINE', 'RECTANGLE', 'ELLIPSE', 'TRIANGLE', 'STAR'];
const toolbox = new Toolbox(
  {
    select,
    brush: new PenTool(session, palette, surface, false),
    eraser: new PenTool(session, palette, surface, true),
    ...Object.fromEntries(shapes.map((kind) => [kind.toLowerCase(), new ShapeTool(kind, session, palette, surface)])),
  },
  stage,
);

function showTool() {
  document.body.dataset.tool = toolbox.active;
  for (const button of document.querySelectorAll('[data-tool-button]')) {
    button.ariaPressed = button.dataset.toolButton === toolbox.active;
  }
  if (toolbox.active !== 'select') {
    select.select(null);
  }
}
document.querySelectorAll('[data-tool-button]').forEach((button) =>
  button.addEventListener('click', () => toolbox.pick(button.dataset.toolButton)),
);
toolbox.addEventListener('picked', showTool);
showTool();
palette.addEventListener('colour', () => select.recolour(palette.colour));

/* A ring as large as the brush follows the pointer. */
const ring = $('brush-ring');
stage.addEventListener('pointermove', (event) => {
  const box = stage.getBoundingClientRect();
  const size = Math.max(4, palette.width * surface.placement.scale);
  ring.style.cssText = `width:${size}px;height:${size}px;transform:translate(${event.clientX - box.left - size / 2}px,${event.clientY - box.top - size / 2}px)`;
});

/* The living picture. */
const view = new PictureView($('picture'));
connection.addEventListener('frame', ({ detail }) => view.offer(detail));
session.addEventListener('sent', ({ detail }) => latency.sent(detail));
view.addEventListener('shown', ({ detail: header }) => {
  latency.shown(header.clientSeqs[identity.clientId]);
  document.body.classList.add('has-picture');
  if (!session.settings.width) {
    fitTo(header.width, header.height);
  }
  panel.showDefaults(header);
});
const parts = ['p50', 'p95', 'fps', 'skipped', 'trail', 'covered'];
new Readout(
  Object.fromEntries(parts.map((name) => [name, $(name)])),
  latency,
  view,
  isCovered,
);

/** Whether all I did is in the picture; null where that means nothing, as after what changes none. */
const UNSEEN_MS = 8000;
let lastSent = null;
session.addEventListener('sent', ({ detail }) => (lastSent = { clientSeq: detail, at: performance.now() }));
session.addEventListener('notice', ({ detail }) => {
  if (detail.clientSeq === lastSent?.clientSeq) {
    lastSent = null;
  }
});
function isCovered() {
  if (!view.header || !lastSent) {
    return null;
  }
  const covered = (view.header.clientSeqs[identity.clientId] ?? 0) >= lastSent.clientSeq;
  const old = performance.now() - lastSent.at > UNSEEN_MS;
  return covered ? true : old && connection.state === 'online' ? null : false;
}

function fitTo(width, height) {
  document.body.style.setProperty('--aspect', width / height);
  document.body.classList.toggle('wide', width > height * 1.1);
}

/* Prompt and settings. */
const prompt = $('prompt');
const panel = new SettingsPanel($('settings'), prompt, session);
session.addEventListener('settings', () => {
  const { width, height } = session.settings;
  if (width && height) {
    fitTo(width, height);
  }
});
const grow = () => {
  prompt.style.height = 'auto';
  prompt.style.height = `${prompt.scrollHeight}px`;
};
prompt.addEventListener('input', grow);
prompt.addEventListener('shown', grow);
fetch('/api/models')
  .then((response) => response.json())
  .then((models) => {
    panel.offer(models);
    const { settings } = session;
    session.dispatchEvent(new CustomEvent('settings', { detail: { changed: settings, mine: false } }));
    if (view.header) {
      panel.showDefaults(view.header);
    }
  });
document.querySelectorAll('input[type=range]').forEach((input) => {
  paintTrack(input);
  input.addEventListener('input', () => paintTrack(input));
});

/* Welcome: gone with the first thing drawn. */
const showWelcome = () => {
  const untouched = session.ready && sketch.isEmpty && !session.settings.prompt && !live.kind;
  document.body.classList.toggle('untouched', untouched);
};
for (const scene of SCENES) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = scene.prompt;
  button.addEventListener('click', () => {
    const sun = paintScene(scene, session);
    prompt.value = scene.prompt;
    toolbox.pick('select');
    select.select(sun);
  });
  $('scenes').append(button);
}
sketch.addEventListener('change', showWelcome);
session.addEventListener('settings', showWelcome);
session.addEventListener('ready', showWelcome);

/* Other inputs. */
const pictureSize = () => {
  const { width, height } = session.settings;
  return width ? { width, height } : view.header ?? { width: 256, height: 256 };
};
const live = new LiveInput(connection, pictureSize);
new ImageImport(session, stage, $('image-file'), tell, (objectId) => {
  toolbox.pick('select');
  select.select(objectId);
});
for (const kind of ['camera', 'screen']) {
  $(kind).addEventListener('click', () =>
    live.toggle(kind).catch((error) => tell(`No ${kind}: ${error.message}`, 'error')),
  );
}
live.addEventListener('change', () => {
  $('camera').ariaPressed = live.kind === 'camera';
  $('screen').ariaPressed = live.kind === 'screen';
  $('camera-mix').hidden = !live.kind;
  $('live-preview').hidden = !live.kind;
  $('live-preview').replaceChildren(...(live.kind ? [live.video] : []));
  const mix = live.kind ? Number($('settings').elements.cameraMix.value) || 1 : 0;
  $('settings').elements.cameraMix.value = mix || 1;
  session.set({ cameraMix: mix });
  showWelcome();
});

// Nobody else turns off a camera that is gone; at `pagehide` it is too late to send.
addEventListener('beforeunload', () => live.stop());

/* Who is here, how the line is. */
const people = new People($('people'), $('viewers'));
session.addEventListener('people', () => people.show(session.people, session.presence, identity.clientId));
const WAIT_FOR_JOB_MS = 4000;
let jobTimer = 0;
function showState() {
  const waiting = connection.state === 'online' && !session.ready;
  const state = waiting ? 'joining' : connection.state;
  document.body.dataset.connection = state;
  $('status').textContent = {
    online: 'Live',
    joining: 'Joining…',
    connecting: 'Connecting…',
    offline: 'Reconnecting… what you draw is kept',
  }[state];
  clearTimeout(jobTimer);
  if (waiting) {
    jobTimer = setTimeout(() => {
      $('status').textContent = 'Connected, but no renderer answers yet';
    }, WAIT_FOR_JOB_MS);
  }
}
connection.addEventListener('state', showState);
session.addEventListener('ready', showState);
session.addEventListener('notice', ({ detail }) => tell(`Not drawn: ${detail.message}`, 'error'));
showState();

/* Actions. */
const background = $('background');
const showBackground = () => background.parentElement.style.setProperty('--colour', background.value);
background.addEventListener('input', showBackground);
showBackground();
function clearCanvas() {
  session.perform({ Cleared: { background: fromHex(background.value) } });
}
async function savePicture() {
  if (!view.header) {
    tell('There is no picture to save yet.');
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await view.toPng());
  link.download = `inkflow-${sessionId}-${view.header.frameNumber}.png`;
  link.click();
  URL.revokeObjectURL(link.href);
}
function layout(name) {
  document.body.dataset.layout = name;
  document.querySelectorAll('[data-layout-button]').forEach((button) => {
    button.ariaPressed = button.dataset.layoutButton === name;
  });
  $(name === 'blend' ? 'sketch-frame' : 'picture-frame').append($('picture'));
}
new Share($('share-dialog'), sessionId, tell);
const name = $('name');
name.value = identity.displayName;
name.addEventListener('change', () => {
  identity.displayName = name.value.trim() || identity.displayName;
  connection.rename();
});
document.querySelectorAll('[data-layout-button]').forEach((button) =>
  button.addEventListener('click', () => layout(button.dataset.layoutButton)),
);
layout('side');
$('blend').addEventListener('input', () => document.body.style.setProperty('--blend', $('blend').value));
const onClick = {
  undo: () => session.undo(),
  redo: () => session.redo(),
  clear: clearCanvas,
  save: savePicture,
  image: () => $('image-file').click(),
  share: () => $('share-dialog').showModal(),
  help: () => $('help-dialog').showModal(),
  'toggle-panel': () => document.body.classList.toggle('panel-open'),
  'close-panel': () => document.body.classList.remove('panel-open'),
  front: () => select.bringToFront(),
  back: () => select.sendToBack(),
  copy: () => select.duplicate(),
  remove: () => select.remove(),
};
for (const [id, action] of Object.entries(onClick)) {
  $(id).addEventListener('click', action);
}
document.querySelectorAll('dialog').forEach((dialog) =>
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close()),
);
const NUDGE = 0.01;
const pickers = { v: 'select', b: 'brush', e: 'eraser', l: 'line', r: 'rectangle', o: 'ellipse', t: 'triangle', s: 'star' };
listenForShortcuts({
  ...Object.fromEntries(Object.entries(pickers).map(([key, tool]) => [key, () => toolbox.pick(tool)])),
  'Ctrl+z': onClick.undo,
  'Ctrl+Shift+z': onClick.redo,
  'Ctrl+y': onClick.redo,
  'Ctrl+s': savePicture,
  'Ctrl+d': onClick.copy,
  Delete: onClick.remove,
  Backspace: onClick.remove,
  Escape: () => select.select(null),
  '[': () => palette.grow(-1),
  ']': () => palette.grow(1),
  '/': () => prompt.focus(),
  d: () => panel.rollSeed(),
  m: () => layout(document.body.dataset.layout === 'side' ? 'blend' : 'side'),
  '?': onClick.help,
  ArrowLeft: () => select.nudge(-NUDGE, 0),
  ArrowRight: () => select.nudge(NUDGE, 0),
  ArrowUp: () => select.nudge(0, -NUDGE),
  ArrowDown: () => select.nudge(0, NUDGE),
});
prompt.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey)) {
    event.preventDefault();
    prompt.blur();
  }
});
connection.connect();
