// The order book: asks above, bids below, the spread between them, bars for the depth so far.

import { fixed, unknown } from './format.js';
import { rungs } from './ladder.js';
import { element, write } from './page.js';

/** @typedef {import('./ladder.js').Rung} Rung */
/** @typedef {import('./market.js').Market} Market */

/** The topic carries 25 levels a side. */
const mostRows = 25;
const fewestRows = 5;

export class BookView {
  #ladder = element('ladder');
  #asks = element('asks');
  #bids = element('bids');
  #rows = 0;
  #rowHeight;

  /** @param {() => void} resized Told when there is room for another number of rows. */
  constructor(resized) {
    this.#lay(fewestRows);
    this.#rowHeight = this.#bids.getBoundingClientRect().height / fewestRows;
    new ResizeObserver(() => this.#fit() && resized()).observe(this.#ladder);
  }

  /** @param {Market} market */
  draw(market) {
    const levels = market.levels;
    const asks = rungs(levels, 'Sell', this.#rows);
    const bids = rungs(levels, 'Buy', this.#rows);
    const deepest = Math.max(asks.at(-1)?.total ?? 0, bids.at(-1)?.total ?? 0);
    for (let index = 0; index < this.#rows; index += 1) {
      // The best ask stands at the bottom of its side, next to the spread.
      fill(this.#asks.children[this.#rows - 1 - index], asks[index], deepest, market.decimals);
      fill(this.#bids.children[index], bids[index], deepest, market.decimals);
    }
    this.#drawMiddle(market, asks[0]?.price, bids[0]?.price);
  }

  /**
   * @param {Market} market
   * @param {number | undefined} ask
   * @param {number | undefined} bid
   */
  #drawMiddle(market, ask, bid) {
    const both = ask !== undefined && bid !== undefined;
    write(element('mid'), both ? fixed((ask + bid) / 2, market.fineDecimals) : unknown);
    write(element('spread'), both ? fixed(ask - bid, market.decimals) : unknown);
    write(element('book-mark'), fixed(market.instrument.markPrice, market.fineDecimals));
    element('book-empty').hidden = !market.hasBook || ask !== undefined || bid !== undefined;
  }

  /** Lays as many rows as fit and shares out what is left, and says whether there are now more or fewer. */
  #fit() {
    const rest = this.#bids.getBoundingClientRect().bottom - this.#asks.getBoundingClientRect().top;
    const between = rest - heightOf(this.#asks) - heightOf(this.#bids);
    const above = this.#asks.getBoundingClientRect().top - this.#ladder.getBoundingClientRect().top;
    const room = (heightOf(this.#ladder) - above - between) / 2;
    const rows = Math.min(mostRows, Math.max(fewestRows, Math.floor(room / this.#rowHeight)));
    this.#ladder.style.setProperty('--row', `${Math.max(this.#rowHeight, room / rows).toFixed(2)}px`);
    if (rows === this.#rows) return false;
    this.#lay(rows);
    return true;
  }

  /** @param {number} rows */
  #lay(rows) {
    this.#rows = rows;
    for (const side of [this.#asks, this.#bids]) side.replaceChildren(...Array.from({ length: rows }, blankRow));
  }
}

/** @param {Element} part */
function heightOf(part) {
  return part.getBoundingClientRect().height;
}

/** @returns {HTMLTableRowElement} */
function blankRow() {
  const row = document.createElement('tr');
  for (let column = 0; column < 3; column += 1) row.append(document.createElement('td'));
  return row;
}

/**
 * @param {Element | undefined} row
 * @param {Rung | undefined} rung
 * @param {number} deepest Contracts of the side that has more.
 * @param {number} decimals
 */
function fill(row, rung, deepest, decimals) {
  if (!(row instanceof HTMLTableRowElement)) return;
  const texts = rung ? [fixed(rung.price, decimals), fixed(rung.size, 0), fixed(rung.total, 0)] : ['', '', ''];
  texts.forEach((text, column) => write(/** @type {Element} */ (row.children[column]), text));
  row.style.setProperty('--depth', rung ? (rung.total / deepest).toFixed(3) : '0');
}
