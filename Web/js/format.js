// Numbers and times as text. The market's own text: UTC, comma for thousands, point for decimals.

/** Stands where a value is not known. */
export const unknown = '–';

/** @type {[number, string][]} */
const magnitudes = [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']];

/**
 * How many decimals write every multiple of `step` exactly.
 * @param {number} step For example a tick size: 0.5 needs one decimal, 100 none.
 * @returns {number}
 */
export function decimalsOf(step) {
  const [digits = '', exponent = '0'] = String(step).split('e');
  const written = (digits.split('.')[1] ?? '').length;
  return Math.max(0, written - Number(exponent));
}

/**
 * A number with a fixed count of decimals and grouped thousands.
 * @param {number | null | undefined} value
 * @param {number} decimals
 * @returns {string}
 */
export function fixed(value, decimals) {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/**
 * A count, shortened from 100,000 on: 662,123,900 is 662.12M.
 * @param {number | null | undefined} value
 * @returns {string}
 */
export function compact(value) {
  if (value === null || value === undefined || !Number.isFinite(value) || Math.abs(value) < 100_000) return fixed(value, 0);
  for (const [size, letter] of magnitudes) {
    if (Math.abs(value) >= size) return fixed(value / size, 2) + letter;
  }
  return fixed(value, 0);
}

/**
 * A fraction as a signed percentage: 0.0058 is +0.58%.
 * @param {number | null | undefined} fraction
 * @returns {string}
 */
export function percent(fraction) {
  const text = fixed(fraction === null || fraction === undefined ? fraction : fraction * 100, 2);
  if (text === unknown) return text;
  return `${text.startsWith('−') || !/[1-9]/.test(text) ? '' : '+'}${text}%`;
}

/**
 * The time of day in UTC, with seconds.
 * @param {string} timestamp As the API writes it: `2021-07-22T22:36:09.757Z`.
 * @returns {string}
 */
export function clock(timestamp) {
  return timestamp.slice(11, 19);
}

/**
 * The time of day in UTC of a moment.
 * @param {number} milliseconds Since 1970.
 * @param {boolean} seconds Whether to write them.
 * @returns {string}
 */
export function clockAt(milliseconds, seconds) {
  return new Date(milliseconds).toISOString().slice(11, seconds ? 19 : 16);
}
