// What this page asks over REST: which contracts there are, and the trades so far.

/** @typedef {import('./rows.js').Instrument} Instrument */
/** @typedef {import('./rows.js').Trade} Trade */

/** The most rows one answer carries. */
const page = 1000;
/** Answers asked for: few enough to leave the reader's request allowance alone. */
const pages = 3;

/** The address of the WebSocket of the host that served this page. */
export const realtimeURL = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/realtime`;
/** The address of the REST interface of the host that served this page. */
export const restURL = `${location.origin}/api/v1`;

/** The contracts that trade now; throws when the venue does not answer. @returns {Promise<Instrument[]>} */
export function activeInstruments() {
  return ask('/instrument/active');
}

/**
 * The newest trades of a contract, oldest first; throws when the venue does not answer.
 * @param {string} symbol
 * @returns {Promise<Trade[]>}
 */
export async function newestTrades(symbol) {
  /** @type {Trade[]} */
  const trades = [];
  for (let start = 0; start < page * pages; start += page) {
    const answer = await ask(`/trade?symbol=${encodeURIComponent(symbol)}&count=${page}&start=${start}&reverse=true`);
    trades.push(...answer);
    if (answer.length < page) break;
  }
  return trades.reverse();
}

/** @param {string} path */
async function ask(path) {
  const response = await fetch(restURL + path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
