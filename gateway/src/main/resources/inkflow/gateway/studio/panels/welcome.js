import { $ } from '../common/dom.js';
import { SCENES, paintScene } from './scenes.js';

/** The welcome text and example scenes of an empty session; hidden as soon as something is drawn. */
export function showWelcome(session, video, grab) {
  const show = () => {
    const untouched = session.ready && session.document.isEmpty && !session.settings.prompt && !video.kind;
    document.body.classList.toggle('untouched', untouched);
  };
  for (const scene of SCENES) {
    $('scenes').append(buttonOf(scene, session, grab));
  }
  session.document.addEventListener('change', show);
  session.addEventListener('settings', show);
  session.addEventListener('ready', show);
  video.addEventListener('change', show);
}

function buttonOf(scene, session, grab) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = scene.prompt;
  button.addEventListener('click', () => {
    const sun = paintScene(scene, session);
    $('prompt').value = scene.prompt;
    grab(sun);
  });
  return button;
}
