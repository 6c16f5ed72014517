// Candles and mark prices of one length, by the venue's clock and never by this computer's.

/**
 * @typedef {object} Candle
 * @property {number} start Milliseconds since 1970.
 * @property {number} open
 * @property {number} high
 * @property {number} low
 * @property {number} close
 * @property {number} volume Contracts.
 */

/** @typedef {{start: number, price: number}} Mark The last mark price of one candle's time. */

/** Candles kept: a day of five-second ones. */
const kept = 17280;

export class Candles {
  /** @type {Candle[]} Oldest first; a time without trades has none. */
  candles = [];
  /** @type {Mark[]} Oldest first. */
  marks = [];

  /** @param {number} interval The length of a candle in milliseconds. */
  constructor(interval) {
    this.interval = interval;
  }

  /** The start of the newest time known, or null when nothing is. @returns {number | null} */
  get latest() {
    const start = Math.max(this.candles.at(-1)?.start ?? 0, this.marks.at(-1)?.start ?? 0);
    return start > 0 ? start : null;
  }

  /** The start of the oldest time known, or null when nothing is. @returns {number | null} */
  get earliest() {
    const start = Math.min(this.candles[0]?.start ?? Infinity, this.marks[0]?.start ?? Infinity);
    return start < Infinity ? start : null;
  }

  /**
   * Adds a trade; trades come in the order they happened.
   * @param {number} time Milliseconds since 1970.
   * @param {number} price
   * @param {number} size Contracts.
   */
  trade(time, price, size) {
    const start = this.#start(time);
    const last = this.#newest(this.candles, start);
    if (last?.start !== start) {
      push(this.candles, { start, open: price, high: price, low: price, close: price, volume: size });
      return;
    }
    last.high = Math.max(last.high, price);
    last.low = Math.min(last.low, price);
    last.close = price;
    last.volume += size;
  }

  /**
   * Notes the mark price at a time.
   * @param {number} time Milliseconds since 1970.
   * @param {number} price
   */
  mark(time, price) {
    const start = this.#start(time);
    const last = this.#newest(this.marks, start);
    if (last?.start === start) last.price = price;
    else push(this.marks, { start, price });
  }

  /** @param {number} time */
  #start(time) {
    return Math.floor(time / this.interval) * this.interval;
  }

  /**
   * The newest item, after dropping a run that the venue's clock has gone back on.
   * @template {{start: number}} Item
   * @param {Item[]} items
   * @param {number} start
   * @returns {Item | undefined}
   */
  #newest(items, start) {
    const last = items.at(-1);
    if (!last || last.start <= start) return last;
    this.candles.length = 0;
    this.marks.length = 0;
    return undefined;
  }
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {Item} item
 */
function push(items, item) {
  items.push(item);
  if (items.length > kept) items.shift();
}
