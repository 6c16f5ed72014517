// The strip of figures above the panels.

import { compact, fixed, percent } from './format.js';
import { arrows, direction, element, write } from './page.js';

/** @typedef {import('./market.js').Market} Market */

export class Ticker {
  #last = element('last');
  #texts = new Map(
    ['symbol', 'state', 'last-price', 'last-arrow', 'mark', 'index', 'change', 'high', 'low', 'volume', 'interest'].map(
      (id) => [id, element(id)]),
  );

  /** @param {Market} market */
  draw(market) {
    const row = market.instrument;
    const way = direction(row.lastTickDirection);
    this.#last.dataset.direction = way;
    this.#texts.get('change')?.setAttribute('data-direction', wayOf(row.lastChangePcnt));
    const texts = {
      symbol: row.symbol,
      state: row.state,
      'last-price': fixed(row.lastPrice, market.decimals),
      'last-arrow': arrows[way],
      mark: fixed(row.markPrice, market.fineDecimals),
      index: fixed(row.indicativeSettlePrice, market.fineDecimals),
      change: percent(row.lastChangePcnt),
      high: fixed(row.highPrice, market.decimals),
      low: fixed(row.lowPrice, market.decimals),
      volume: compact(row.volume24h),
      interest: compact(row.openInterest),
    };
    for (const [id, text] of Object.entries(texts)) this.#write(id, text);
    this.#spell('volume', row.volume24h);
    this.#spell('interest', row.openInterest);
    document.title = `${[texts['last-price'], arrows[way], row.symbol].filter(Boolean).join(' ')} · Apus`;
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  #write(id, text) {
    const target = this.#texts.get(id);
    if (target) write(target, text);
  }

  /**
   * The whole number behind a shortened one.
   * @param {string} id
   * @param {number | null | undefined} count
   */
  #spell(id, count) {
    const target = this.#texts.get(id);
    if (target) target.title = `${fixed(count, 0)} contracts`;
  }
}

/**
 * @param {number | null | undefined} change
 * @returns {'up' | 'down' | ''}
 */
function wayOf(change) {
  if (!change) return '';
  return change > 0 ? 'up' : 'down';
}
