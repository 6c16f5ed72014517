import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Candles } from '../../Web/js/candles.js';
import { rungs } from '../../Web/js/ladder.js';
import { roundStep, Scale, timeStep } from '../../Web/js/scale.js';
import { Tape } from '../../Web/js/tape.js';

const trade = (second, price, id = `${second}-${price}`) => ({
  symbol: 'XBTUSD', timestamp: `2021-07-22T22:36:${String(second).padStart(2, '0')}.000Z`, side: 'Buy', price, size: 100, trdMatchID: id,
});

test('trades of the past come before those that arrive while it is fetched, each once', () => {
  const told = [];
  const tape = new Tape((one) => told.push(one.price));
  tape.begin();
  tape.add([trade(5, 105)]);
  tape.add([trade(6, 106)]);
  assert.deepEqual(told, [], 'held until the past is known');
  tape.fill([trade(3, 103), trade(4, 104), trade(5, 105)]);
  tape.add([trade(7, 107)]);
  assert.deepEqual(told, [103, 104, 105, 106, 107]);
  assert.equal(tape.count, 5);
});

test('after a reconnect only the trades that were missed are added', () => {
  const told = [];
  const tape = new Tape((one) => told.push(one.price));
  tape.begin();
  tape.fill([trade(3, 103)]);
  tape.begin();
  tape.add([trade(6, 106)]);
  tape.fill([trade(1, 101), trade(3, 103), trade(4, 104), trade(6, 106)]);
  assert.deepEqual(told, [103, 104, 106], 'and none from before what is drawn already');
});

test('the list keeps the newest trades', () => {
  const tape = new Tape(() => {});
  for (let index = 0; index < 100; index += 1) tape.add([trade(1, index)]);
  assert.equal(tape.recent.length, 60);
  assert.equal(tape.recent.at(-1).price, 99);
  assert.equal(tape.count, 100);
});

test('a candle opens with its first trade and closes with its last', () => {
  const candles = new Candles(5000);
  candles.trade(10_000, 100, 1);
  candles.trade(12_000, 103, 2);
  candles.trade(14_999, 99, 3);
  candles.trade(15_000, 98, 4);
  assert.deepEqual(candles.candles, [
    { start: 10_000, open: 100, high: 103, low: 99, close: 99, volume: 6 },
    { start: 15_000, open: 98, high: 98, low: 98, close: 98, volume: 4 },
  ]);
});

test('the mark of a candle is the last one heard, and marks alone already make a chart', () => {
  const candles = new Candles(5000);
  assert.equal(candles.latest, null);
  candles.mark(20_100, 100.5);
  candles.mark(20_900, 100.75);
  assert.deepEqual(candles.marks, [{ start: 20_000, price: 100.75 }]);
  assert.equal(candles.latest, 20_000);
  assert.equal(candles.earliest, 20_000);
});

test('a venue whose clock went back has begun another run', () => {
  const candles = new Candles(5000);
  candles.trade(100_000, 100, 1);
  candles.mark(100_000, 100);
  candles.trade(50_000, 80, 1);
  assert.deepEqual(candles.candles.map(({ close }) => close), [80]);
  assert.deepEqual(candles.marks, []);
});

test('each side of the ladder starts at its best price and adds up', () => {
  const levels = [
    { side: 'Sell', price: 102, size: 5 }, { side: 'Buy', price: 99, size: 1 }, { side: 'Sell', price: 101, size: 7 },
    { side: 'Buy', price: 100, size: 2 }, { side: 'Sell', price: 103, size: 9 },
  ];
  assert.deepEqual(rungs(levels, 'Sell', 2), [{ price: 101, size: 7, total: 7 }, { price: 102, size: 5, total: 12 }]);
  assert.deepEqual(rungs(levels, 'Buy', 9), [{ price: 100, size: 2, total: 2 }, { price: 99, size: 1, total: 3 }]);
});

test('the price axis has round steps, never below a tick', () => {
  assert.equal(roundStep(80, 8, 0.5), 10);
  assert.equal(roundStep(81, 8, 0.5), 20);
  assert.equal(roundStep(0.3, 8, 0.5), 0.5);
  assert.equal(roundStep(45, 10, 0.5), 5);
});

test('the time axis has round steps wide enough to write on', () => {
  assert.equal(timeStep(84, 1.6), 60_000);
  assert.equal(timeStep(84, 0.001), 86_400_000);
});

test('a place on the chart and its price and candle are the same thing twice', () => {
  const scale = new Scale({ width: 700, top: 10, bottom: 410 }, { low: 100, high: 200 }, { latest: 60_000, interval: 5000, step: 10 });
  assert.equal(scale.y(200), 10);
  assert.equal(scale.y(100), 410);
  assert.equal(scale.priceAt(scale.y(123)), 123);
  assert.equal(scale.startAt(scale.x(40_000)), 40_000);
  assert.equal(scale.startAt(700), 60_000, 'right of the newest candle is still the newest');
});
