import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, clockAt, compact, decimalsOf, fixed, percent, unknown } from '../../Web/js/format.js';

test('a tick size says how many decimals its prices have', () => {
  const cases = [[0.5, 1], [0.1, 1], [0.05, 2], [0.01, 2], [0.00001, 5], [1e-8, 8], [2.5e-7, 8], [1, 0], [25, 0], [1e21, 0]];
  for (const [tick, decimals] of cases) assert.equal(decimalsOf(tick), decimals, `tick ${tick}`);
});

test('a price keeps its decimals and groups its thousands', () => {
  assert.equal(fixed(32180, 1), '32,180.0');
  assert.equal(fixed(32180.5, 1), '32,180.5');
  assert.equal(fixed(1000000, 1), '1,000,000.0');
  assert.equal(fixed(999, 0), '999');
  assert.equal(fixed(0.00000532, 8), '0.00000532');
});

test('binary noise in a difference does not reach the page', () => {
  assert.equal(fixed(32180.6 - 32180.5, 1), '0.1');
  assert.equal(fixed(0.1 + 0.2, 2), '0.30');
});

test('a loss has a minus and nothing has none', () => {
  assert.equal(fixed(-1234.5, 1), '−1,234.5');
  assert.equal(fixed(-0.0001, 2), '0.00');
  assert.equal(fixed(-0, 1), '0.0');
});

test('what is not known is a dash, never a zero', () => {
  for (const value of [null, undefined, NaN, Infinity]) {
    assert.equal(fixed(value, 1), unknown);
    assert.equal(compact(value), unknown);
    assert.equal(percent(value), unknown);
  }
});

test('a change is a signed percentage', () => {
  assert.equal(percent(0.0058), '+0.58%');
  assert.equal(percent(-0.0161), '−1.61%');
  assert.equal(percent(0), '0.00%');
  assert.equal(percent(-0.000001), '0.00%');
});

test('a volume is shortened from a hundred thousand on', () => {
  const cases = [[0, '0'], [99999, '99,999'], [100000, '100.00K'], [662123900, '662.12M'], [3162369509389, '3.16T'], [-250000, '−250.00K']];
  for (const [count, text] of cases) assert.equal(compact(count), text);
});

test('times are the venue\'s, in UTC', () => {
  assert.equal(clock('2021-07-22T22:36:09.757Z'), '22:36:09');
  assert.equal(clockAt(Date.parse('2019-03-26T06:39:29.000Z'), true), '06:39:29');
  assert.equal(clockAt(Date.parse('2019-03-26T06:39:29.000Z'), false), '06:39');
});
