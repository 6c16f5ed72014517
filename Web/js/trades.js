// The list of recent trades, newest on top.

import { clock, fixed } from './format.js';
import { element } from './page.js';

/** @typedef {import('./market.js').Market} Market */
/** @typedef {import('./rows.js').Trade} Trade */

export class TradesView {
  #list = element('trades');
  #empty = element('trades-empty');
  /** @type {Market | null} */
  #market = null;
  #drawn = 0;

  /** @param {Market} market */
  draw(market) {
    if (market !== this.#market) this.#begin(market);
    const { recent, count } = market.tape;
    const fresh = Math.min(recent.length, count - this.#drawn);
    if (fresh > 0) this.#list.prepend(...recent.slice(-fresh).reverse().map((trade) => rowOf(trade, market.decimals)));
    while (this.#list.childElementCount > recent.length) this.#list.lastElementChild?.remove();
    this.#drawn = count;
    this.#empty.hidden = count > 0;
  }

  /** @param {Market} market */
  #begin(market) {
    this.#market = market;
    this.#drawn = 0;
    this.#list.replaceChildren();
  }
}

/**
 * @param {Trade} trade
 * @param {number} decimals
 * @returns {HTMLTableRowElement}
 */
function rowOf(trade, decimals) {
  const row = document.createElement('tr');
  row.className = trade.side === 'Buy' ? 'buy' : 'sell';
  row.append(cell(clock(trade.timestamp)), priceCell(trade, decimals), cell(fixed(trade.size, 0)));
  return row;
}

/** @param {string} text */
function cell(text) {
  const made = document.createElement('td');
  made.textContent = text;
  return made;
}

/**
 * The price with the taker's side as a word for those who hear it and a sign for those who see it.
 * @param {Trade} trade
 * @param {number} decimals
 */
function priceCell(trade, decimals) {
  const made = cell(fixed(trade.price, decimals));
  const side = document.createElement('span');
  side.className = 'side';
  side.role = 'img';
  side.ariaLabel = trade.side === 'Buy' ? 'bought' : 'sold';
  side.textContent = trade.side === 'Buy' ? '▲' : '▼';
  made.append(' ', side);
  return made;
}
