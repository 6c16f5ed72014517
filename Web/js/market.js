// One contract as the page follows it: its instrument row, its book, its trades and its candles.

import { Candles } from './candles.js';
import { decimalsOf } from './format.js';
import { Table } from './tables.js';
import { Tape } from './tape.js';
import { newestTrades } from './venue.js';

/** @typedef {import('./rows.js').Instrument} Instrument */
/** @typedef {import('./rows.js').Level} Level */
/** @typedef {import('./rows.js').TableMessage} TableMessage */
/** @typedef {import('./rows.js').Trade} Trade */

export class Market {
  /** @type {Table<Instrument>} */
  #instruments = new Table();
  /** @type {Table<Level>} */
  #book = new Table();
  #listed;
  #changed;

  /** @type {Map<number, Candles>} By their length in milliseconds. */
  candles = new Map([[5_000, new Candles(5_000)], [60_000, new Candles(60_000)]]);
  tape = new Tape((trade) => this.#traded(trade));

  /**
   * @param {Instrument} listed The row that REST gave, shown until the socket's arrives.
   * @param {() => void} changed Told when there is something new to draw.
   */
  constructor(listed, changed) {
    this.#listed = listed;
    this.#changed = changed;
  }

  get symbol() {
    return this.#listed.symbol;
  }

  /** What to subscribe to. */
  get topics() {
    return ['instrument', 'orderBookL2_25', 'trade'].map((table) => `${table}:${this.symbol}`);
  }

  /** @returns {Instrument} */
  get instrument() {
    for (const row of this.#instruments.rows()) return row;
    return this.#listed;
  }

  /** The book's levels in no order. @returns {Level[]} */
  get levels() {
    return [...this.#book.rows()];
  }

  /** Whether the book has been told, be it an empty one. */
  get hasBook() {
    return this.#book.ready;
  }

  /** How many decimals its prices have. */
  get decimals() {
    return decimalsOf(this.#listed.tickSize);
  }

  /** Marks, indices and mids are finer than a tick: one decimal more. */
  get fineDecimals() {
    return this.decimals + 1;
  }

  /**
   * Takes in a message of any table of this contract; one of another contract, still under way
   * when the reader changed over, is left alone.
   * @param {TableMessage} message
   */
  apply(message) {
    const symbol = message.filter?.symbol ?? message.data[0]?.symbol;
    if (symbol !== this.symbol) return;
    if (message.table === 'instrument') this.#instrumentChanged(message);
    else if (message.table === 'orderBookL2_25') this.#book.apply(message);
    else if (message.table === 'trade') this.#tradesTold(message);
    this.#changed();
  }

  /** @param {TableMessage} message */
  #instrumentChanged(message) {
    this.#instruments.apply(message);
    const { timestamp, markPrice } = this.instrument;
    if (!markPrice) return;
    for (const candles of this.candles.values()) candles.mark(Date.parse(timestamp), markPrice);
  }

  /** @param {TableMessage} message */
  #tradesTold(message) {
    if (message.action === 'partial') this.#fillTape();
    this.tape.add(message.data);
  }

  /** The partial carries only the latest rows; REST has the ones before. */
  #fillTape() {
    this.tape.begin();
    newestTrades(this.symbol)
      .catch((/** @type {Error} */ error) => {
        console.warn(`Trades before now are missing: ${error.message}`);
        return [];
      })
      .then((trades) => {
        this.tape.fill(trades);
        this.#changed();
      });
  }

  /** @param {Trade} trade */
  #traded(trade) {
    const time = Date.parse(trade.timestamp);
    for (const candles of this.candles.values()) candles.trade(time, trade.price, trade.size);
  }
}
