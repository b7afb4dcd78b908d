import { $ } from '../common/dom.js';
import { VideoInput } from './video-input.js';

/**
 * Camera and screen as inputs: their buttons, the preview and their share.
 * The setting `camera` says whose is in the picture. Who turns one on sets it, and anybody may empty it or
 * take it over; a page whose camera is no longer the chosen one turns it off.
 */
export function connectVideoButtons(session, clientId, pictureSize, tell) {
  const video = new VideoInput(session.connection, clientId, pictureSize);
  let mine = null;
  const announce = () => {
    if (video.kind) {
      mine = video.sourceId;
      session.set({ camera: mine, cameraMix: Number($('settings').elements.cameraMix.value) || 1 });
    } else if (mine !== null && session.settings.camera === mine) {
      session.set({ camera: '' });
    }
  };
  for (const kind of ['camera', 'screen']) {
    $(kind).addEventListener('click', () =>
      video.toggle(kind).catch((error) => tell(`No ${kind}: ${error.message}`, 'error')),
    );
  }
  video.addEventListener('change', () => {
    announce();
    showKind(video);
    showOwner(session, video);
  });
  session.addEventListener('settings', () => {
    if (video.kind && session.settings.camera !== video.sourceId) {
      tell(`Your ${video.kind} was turned off by somebody else.`);
      video.stop();
    }
    showOwner(session, video);
  });
  session.addEventListener('people', () => showOwner(session, video));
  $('camera-off').addEventListener('click', () => session.set({ camera: '' }));
  // While a message still goes out. A phone that dies sends none: then the job notices that no pictures come.
  session.connection.addEventListener('leaving', () => video.stop());
  return video;
}

function showKind({ kind, video }) {
  $('camera').ariaPressed = kind === 'camera';
  $('screen').ariaPressed = kind === 'screen';
  $('live-preview').hidden = !kind;
  $('live-preview').replaceChildren(...(kind ? [video] : []));
}

/** Says whose camera is in the picture, where it is not this page's, and lets anybody turn it off. */
function showOwner(session, video) {
  const sourceId = session.settings.camera ?? '';
  $('settings').elements.cameraMix.closest('label').hidden = !sourceId;
  $('camera-owner').hidden = !sourceId || video.kind !== null;
  const [, owner, kind] = /^(.*)\.(camera|screen)$/.exec(sourceId) ?? [null, sourceId, 'camera'];
  const name = session.people.get(owner) ?? 'Somebody';
  $('camera-owner').querySelector('span').textContent = `${name}’s ${kind} is in the picture`;
}
