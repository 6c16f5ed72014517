// The trades of this run in the order they happened, each once, from two sources: REST for what
// came before the page was opened or while it was cut off, the socket for what happens now.

/** @typedef {import('./rows.js').Trade} Trade */

/** Trades whose ids are remembered, so that none is counted twice. */
const remembered = 20000;
/** Trades kept for the list. */
const kept = 60;

export class Tape {
  /** @type {Trade[]} The newest trades, oldest first. */
  recent = [];
  /** How many trades have been told since the page was opened. */
  count = 0;

  /** @type {Set<string>} */
  #seen = new Set();
  /** @type {Trade[] | null} What the socket told while the past is being fetched. */
  #held = null;
  #listener;

  /** @param {(trade: Trade) => void} listener Told each trade once, in order. */
  constructor(listener) {
    this.#listener = listener;
  }

  /** A subscription begins: hold what it tells until the past has been filled in. */
  begin() {
    this.#held ??= [];
  }

  /**
   * Trades from the socket.
   * @param {Trade[]} trades Oldest first.
   */
  add(trades) {
    if (this.#held) this.#held.push(...trades);
    else for (const trade of trades) this.#tell(trade);
  }

  /**
   * The past as REST told it; what was held follows.
   * @param {Trade[]} trades Oldest first.
   */
  fill(trades) {
    const last = this.recent.at(-1)?.timestamp ?? '';
    for (const trade of trades) if (trade.timestamp >= last) this.#tell(trade);
    const held = this.#held ?? [];
    this.#held = null;
    for (const trade of held) this.#tell(trade);
  }

  /** @param {Trade} trade */
  #tell(trade) {
    if (this.#seen.has(trade.trdMatchID)) return;
    this.#remember(trade.trdMatchID);
    this.recent.push(trade);
    if (this.recent.length > kept) this.recent.shift();
    this.count += 1;
    this.#listener(trade);
  }

  /** @param {string} id */
  #remember(id) {
    this.#seen.add(id);
    if (this.#seen.size <= remembered) return;
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest);
      return;
    }
  }
}
