import { $ } from './common/dom.js';
import { Connection } from './connection/connection.js';
import { DrawingPane } from './tools/drawing-pane.js';
import { Identity } from './connection/identity.js';
import { newSessionId } from './connection/readable-names.js';
import { ImageImport } from './input/image-import.js';
import { PicturePane } from './picture/picture-pane.js';
import { People } from './panels/people.js';
import { Session } from './connection/session.js';
import { SettingsPanel } from './panels/settings-panel.js';
import { Share } from './panels/share.js';
import { SketchDocument } from './document/sketch-document.js';
import { StatusLine } from './panels/status-line.js';
import { Toasts } from './panels/toasts.js';
import { connectActions } from './actions.js';
import { connectVideoButtons } from './input/video-buttons.js';
import { paintTrack } from './panels/setting-sliders.js';
import { preparePrompt } from './panels/prompt-field.js';
import { showWelcome } from './panels/welcome.js';

/** Puts the parts of the studio together; each part is a module of its own. */

function sessionIdOfPage() {
  const asked = location.hash.slice(1) || new URLSearchParams(location.search).get('session');
  const id = /^[A-Za-z0-9._-]{1,64}$/.test(asked ?? '') ? asked : newSessionId();
  history.replaceState(null, '', `/#${id}`);
  addEventListener('hashchange', () => location.reload());
  return id;
}

// Requested first, so that it loads while the rest is set up.
const declared = fetch('/api/settings').then((response) => response.json());
const sessionId = sessionIdOfPage();
document.title = `${sessionId} · Inkflow`;
$('session').textContent = sessionId;
const identity = new Identity(sessionId);
const connection = new Connection(sessionId, identity);
const session = new Session(new SketchDocument(identity.clientId), connection, identity.clientId);
const toasts = new Toasts($('toasts'));
const tell = (text, kind) => toasts.show(text, kind);
session.addEventListener('notice', ({ detail }) => tell(`Not drawn: ${detail.message}`, 'error'));
new StatusLine(session);

const drawing = new DrawingPane(session);
const picture = new PicturePane(session, identity.clientId);
const prompt = preparePrompt();
const panel = new SettingsPanel($('settings'), prompt, session, await declared);
picture.addEventListener('shown', ({ detail }) => panel.showDefaults(detail));
new ImageImport(session, drawing.stage, $('image-file'), tell, (objectId) => drawing.grab(objectId));
const video = connectVideoButtons(session, identity.clientId, () => picture.size, tell);
showWelcome(session, video, (objectId) => drawing.grab(objectId));

const people = new People($('people'), $('viewers'));
session.addEventListener('people', () => people.show(session.people, session.presence, identity.clientId));
new Share($('share-dialog'), sessionId, tell);
const name = $('name');
name.value = identity.displayName;
name.addEventListener('change', () => {
  identity.displayName = name.value.trim() || identity.displayName;
  connection.rename();
});

async function save() {
  if (!picture.header) {
    tell('There is no picture to save yet.');
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await picture.toPng());
  link.download = `inkflow-${sessionId}-${picture.header.frameNumber}.png`;
  link.click();
  URL.revokeObjectURL(link.href);
}
connectActions({ session, drawing, picture, panel, prompt, save });

for (const input of document.querySelectorAll('input[type=range]')) {
  paintTrack(input);
  input.addEventListener('input', () => paintTrack(input));
}
connection.connect();
