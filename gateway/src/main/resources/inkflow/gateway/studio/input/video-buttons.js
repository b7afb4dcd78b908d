import { $ } from '../common/dom.js';
import { VideoInput } from './video-input.js';

/** Camera and screen as inputs: their buttons, the preview and their share. */
export function connectVideoButtons(session, pictureSize, tell) {
  const video = new VideoInput(session.connection, pictureSize);
  for (const kind of ['camera', 'screen']) {
    $(kind).addEventListener('click', () =>
      video.toggle(kind).catch((error) => tell(`No ${kind}: ${error.message}`, 'error')),
    );
  }
  video.addEventListener('change', () => {
    showKind(video);
    const mix = video.kind ? Number($('settings').elements.cameraMix.value) || 1 : 0;
    $('settings').elements.cameraMix.value = mix || 1;
    session.set({ cameraMix: mix });
  });
  // Sends that the camera is off, since nobody else can; at `pagehide` it is too late to send.
  addEventListener('beforeunload', () => video.stop());
  return video;
}

function showKind({ kind, video }) {
  $('camera').ariaPressed = kind === 'camera';
  $('screen').ariaPressed = kind === 'screen';
  $('settings').elements.cameraMix.closest('label').hidden = !kind;
  $('live-preview').hidden = !kind;
  $('live-preview').replaceChildren(...(kind ? [video] : []));
}
