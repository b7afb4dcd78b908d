/**
 * Calls at a steady pace, also while the page is hidden: browsers slow down a hidden page's own timers to one
 * call a second and then one a minute, and not those of its workers.
 */
const BEAT = 'let timer; onmessage = ({ data }) => { clearInterval(timer); if (data) timer = setInterval(() => postMessage(0), data); };';

export class Ticker {
  #call;
  #worker = null;

  constructor(call) {
    this.#call = call;
  }

  start(millis) {
    this.#worker ??= this.#hire();
    this.#worker.postMessage(millis);
  }

  stop() {
    this.#worker?.postMessage(0);
  }

  #hire() {
    const url = URL.createObjectURL(new Blob([BEAT], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onmessage = () => this.#call();
    URL.revokeObjectURL(url);
    return worker;
  }
}
