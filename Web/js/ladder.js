// The book's levels as a ladder: sorted, cut to the rows there are, with running totals.

/** @typedef {import('./rows.js').Level} Level */
/** @typedef {{price: number, size: number, total: number}} Rung One level and the contracts up to it. */

/**
 * One side of the book, best price first.
 * @param {Level[]} levels
 * @param {Level['side']} side
 * @param {number} most How many rungs at most.
 * @returns {Rung[]}
 */
export function rungs(levels, side, most) {
  const sign = side === 'Buy' ? -1 : 1;
  const sorted = levels.filter((level) => level.side === side).sort((a, b) => sign * (a.price - b.price));
  let total = 0;
  return sorted.slice(0, most).map(({ price, size }) => {
    total += size;
    return { price, size, total };
  });
}
