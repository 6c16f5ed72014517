import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Table } from '../../Web/js/tables.js';

const keys = ['symbol', 'id', 'side'];
const level = (id, side, price, size) => ({ symbol: 'XBTUSD', id, side, price, size });
const partial = (...data) => ({ table: 'orderBookL2_25', action: 'partial', keys, data });
const message = (action, ...data) => ({ table: 'orderBookL2_25', action, data });

/** The rows in an order of their own, to compare as a set. */
function rowsOf(table) {
  return [...table.rows()].sort((a, b) => a.id - b.id || (a.side < b.side ? -1 : 1));
}

test('a partial and its deltas make the book', () => {
  const book = new Table();
  book.apply(partial(level(1, 'Sell', 101, 10), level(2, 'Buy', 100, 20), level(3, 'Buy', 99, 30)));
  book.apply(message('insert', level(4, 'Sell', 102, 40)));
  book.apply(message('update', { symbol: 'XBTUSD', id: 2, side: 'Buy', size: 25 }));
  book.apply(message('delete', { symbol: 'XBTUSD', id: 3, side: 'Buy' }));
  assert.deepEqual(rowsOf(book), [level(1, 'Sell', 101, 10), level(2, 'Buy', 100, 25), level(4, 'Sell', 102, 40)]);
});

test('a level is known by all its keys: one price can change sides', () => {
  const book = new Table();
  book.apply(partial(level(1, 'Sell', 101, 10)));
  book.apply(message('insert', level(1, 'Buy', 101, 5)));
  book.apply(message('delete', { symbol: 'XBTUSD', id: 1, side: 'Sell' }));
  assert.deepEqual(rowsOf(book), [level(1, 'Buy', 101, 5)]);
});

test('nothing counts before the partial', () => {
  const book = new Table();
  assert.equal(book.apply(message('insert', level(1, 'Sell', 101, 10))), false);
  assert.equal(book.ready, false);
  assert.equal(book.apply(partial()), true);
  assert.equal(book.ready, true);
  assert.equal(book.count, 0);
});

test('an update or delete of a level that is not there changes nothing', () => {
  const book = new Table();
  book.apply(partial(level(1, 'Sell', 101, 10)));
  book.apply(message('update', { symbol: 'XBTUSD', id: 9, side: 'Sell', size: 1 }));
  book.apply(message('delete', { symbol: 'XBTUSD', id: 8, side: 'Buy' }));
  assert.deepEqual(rowsOf(book), [level(1, 'Sell', 101, 10)]);
});

test('a second partial, after a reconnect, replaces the first', () => {
  const book = new Table();
  book.apply(partial(level(1, 'Sell', 101, 10), level(2, 'Buy', 100, 20)));
  book.apply(partial(level(7, 'Sell', 105, 70)));
  assert.deepEqual(rowsOf(book), [level(7, 'Sell', 105, 70)]);
});

test('an update keeps the columns it does not name', () => {
  const instruments = new Table();
  const row = { symbol: 'XBTUSD', state: 'Open', lastPrice: 100, markPrice: 101 };
  instruments.apply({ table: 'instrument', action: 'partial', keys: ['symbol'], data: [row] });
  instruments.apply({ table: 'instrument', action: 'update', data: [{ symbol: 'XBTUSD', markPrice: null, lastPrice: 99 }] });
  assert.deepEqual([...instruments.rows()], [{ symbol: 'XBTUSD', state: 'Open', lastPrice: 99, markPrice: null }]);
  assert.equal(row.lastPrice, 100, 'the message itself is left as it came');
});

test('any run of deltas gives the table the venue would send afresh', () => {
  let seed = 17;
  const chance = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const truth = new Map();
  const book = new Table();
  book.apply(partial());
  for (let round = 0; round < 5000; round += 1) {
    const id = chance(60);
    const side = id % 2 ? 'Buy' : 'Sell';
    const size = 1 + chance(1000);
    const known = truth.get(id);
    if (!known) {
      truth.set(id, level(id, side, id, size));
      book.apply(message('insert', level(id, side, id, size)));
    } else if (chance(2)) {
      truth.delete(id);
      book.apply(message('delete', { symbol: 'XBTUSD', id, side }));
    } else {
      truth.set(id, { ...known, size });
      book.apply(message('update', { symbol: 'XBTUSD', id, side, size }));
    }
  }
  assert.deepEqual(rowsOf(book), [...truth.values()].sort((a, b) => a.id - b.id));
});
