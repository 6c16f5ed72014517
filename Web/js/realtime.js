// The connection to /realtime: open, subscribe, notice silence, come back.

/** @typedef {'connecting' | 'live' | 'stale' | 'reconnecting'} ConnectionState */
/** @typedef {import('./rows.js').TableMessage} TableMessage */

/**
 * @typedef {object} Listener
 * @property {(state: ConnectionState) => void} state
 * @property {(message: TableMessage) => void} rows
 * @property {(text: string) => void} refusal The venue said no to a subscription.
 */

/** After this long without a word the venue is asked for one. */
const quietAfter = 5_000;
/** After this long it counts as stale. */
const staleAfter = 10_000;
/** After this long the connection counts as lost. */
const lostAfter = 20_000;

/**
 * How long to wait before the next attempt: doubling to half a minute, spread so that many
 * pages do not come back in the same instant.
 * @param {number} attempt 0 for the first.
 * @param {number} spread A number from 0 to 1.
 * @returns {number} Milliseconds.
 */
export function delayBefore(attempt, spread) {
  return Math.min(30_000, 500 * 2 ** attempt) * (0.75 + 0.5 * spread);
}

export class Realtime {
  #url;
  #listener;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {string[]} */
  #topics = [];
  #attempt = 0;
  #heard = 0;
  /** @type {ConnectionState} */
  #state = 'connecting';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;

  /**
   * @param {string} url
   * @param {Listener} listener
   */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
  }

  /** Connects, and stays connected from now on. */
  start() {
    setInterval(() => this.#listen(), 1_000);
    addEventListener('online', () => this.#hasten());
    document.addEventListener('visibilitychange', () => document.hidden || this.#hasten());
    this.#open();
  }

  /**
   * Follows these topics and no others.
   * @param {string[]} topics
   */
  follow(topics) {
    if (this.#topics.length) this.#send({ op: 'unsubscribe', args: this.#topics });
    this.#topics = topics;
    this.#send({ op: 'subscribe', args: topics });
  }

  #open() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#heard = performance.now();
    socket.addEventListener('open', () => this.#opened());
    socket.addEventListener('message', (event) => this.#receive(event.data));
    socket.addEventListener('close', () => this.#closed(socket));
  }

  #opened() {
    this.#enter('live');
    if (this.#topics.length) this.#send({ op: 'subscribe', args: this.#topics });
  }

  /** @param {WebSocket} socket */
  #closed(socket) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#enter('reconnecting');
    this.#retry = setTimeout(() => this.#open(), delayBefore(this.#attempt, Math.random()));
    this.#attempt += 1;
  }

  /** Does not wait for the next attempt: the network is back, or the reader is. */
  #hasten() {
    if (this.#retry !== undefined) this.#open();
  }

  /** @param {string} text */
  #receive(text) {
    this.#heard = performance.now();
    if (this.#state === 'stale') this.#enter('live');
    if (text === 'pong') return;
    const message = JSON.parse(text);
    if (message.table) {
      this.#attempt = 0;
      this.#listener.rows(message);
    } else if (message.error) this.#refused(message);
  }

  /** @param {{status?: number, error: string, meta?: {retryAfter?: unknown}}} message */
  #refused(message) {
    const later = message.status === 429 || message.status === 503;
    if (!later && message.error.includes('already subscribed')) return;
    this.#listener.refusal(message.error);
    if (!later) return;
    const wait = Number(message.meta?.retryAfter) || 5;
    setTimeout(() => this.#send({ op: 'subscribe', args: this.#topics }), wait * 1_000);
  }

  /** Once a second: how long has nothing been heard? */
  #listen() {
    const socket = this.#socket;
    if (!socket) return;
    const silence = performance.now() - this.#heard;
    if (silence > lostAfter) this.#abandon(socket);
    else if (socket.readyState !== WebSocket.OPEN) return;
    else if (silence > staleAfter) this.#enter('stale');
    if (silence > quietAfter && socket.readyState === WebSocket.OPEN) socket.send('ping');
  }

  /** A lost connection may take minutes to close by itself; go on without it. @param {WebSocket} socket */
  #abandon(socket) {
    socket.close();
    this.#closed(socket);
  }

  /** @param {object} request */
  #send(request) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }

  /** @param {ConnectionState} state */
  #enter(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.state(state);
  }
}
