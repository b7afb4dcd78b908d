import { Latency } from './picture/latency.js';
import { PictureView } from './picture/picture-view.js';
import { unpack } from './connection/binary-message.js';

/** The viewers' page: the picture, as large as possible. */
const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 5000;

const $ = (id) => document.getElementById(id);
const sessionId = location.pathname.split('/').at(-1);
const view = new PictureView($('picture'));
const latency = new Latency();
let retryMs = FIRST_RETRY_MS;
let paused = false;

function connect() {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/ws/view/${sessionId}`);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => {
    paused = false;
    retryMs = FIRST_RETRY_MS;
    document.body.dataset.connection = 'online';
  };
  socket.onmessage = ({ data }) => (typeof data === 'string' ? heard(JSON.parse(data)) : view.offer(unpack(data)));
  socket.onclose = () => {
    document.body.dataset.connection = 'offline';
    setTimeout(connect, retryMs * (0.75 + Math.random() / 2));
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  };
}

function heard({ type, editors, viewers, ill }) {
  if (type === 'health') {
    paused = ill.length > 0;
  } else if (type === 'presence') {
    const drawing = editors === 1 ? '1 drawing' : `${editors} drawing`;
    $('presence').textContent = `${drawing} · ${viewers} watching`;
  }
}

view.addEventListener('shown', ({ detail }) => {
  latency.shown();
  document.body.classList.add('has-picture');
  document.body.style.setProperty('--aspect', detail.width / detail.height);
  $('caption').textContent = detail.prompt;
});
const pace = () => (paused ? 'pictures are paused' : latency.fps ? `${latency.fps} fps` : 'resting');
setInterval(() => ($('fps').textContent = pace()), 500);
$('fullscreen').addEventListener('click', () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
);
document.title = `${sessionId} · Inkflow`;
connect();
