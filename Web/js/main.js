// The page: one market, its views, and the connection that feeds them.

import { BookView } from './book.js';
import { ChartView } from './chart.js';
import { showConnect } from './connect.js';
import { showConnection } from './connection.js';
import { Frames } from './frames.js';
import { Market } from './market.js';
import { element, write } from './page.js';
import { delayBefore, Realtime } from './realtime.js';
import { Ticker } from './ticker.js';
import { TradesView } from './trades.js';
import { activeInstruments, realtimeURL } from './venue.js';

/** @typedef {import('./rows.js').Instrument} Instrument */

/** @type {Market | null} */
let market = null;

const frames = new Frames(() => {
  if (market) for (const view of views) view.draw(market);
});
const ask = () => frames.ask();
const views = [new Ticker(), new BookView(ask), new TradesView(), new ChartView(ask)];

const realtime = new Realtime(realtimeURL, {
  state(state) {
    showConnection(state, market?.instrument.timestamp);
  },
  rows(message) {
    if (message.action === 'partial') notice('');
    market?.apply(message);
  },
  refusal: notice,
});

/** @param {string} text */
function notice(text) {
  write(element('notice'), text);
  element('notice').hidden = text === '';
}

/** @param {Instrument} instrument */
function show(instrument) {
  if (instrument.symbol === market?.symbol) return;
  market = new Market(instrument, ask);
  realtime.follow(market.topics);
  ask();
}

/** The contract that the address names, or the first; an anchor of the page names none. @param {Instrument[]} listed */
function chosen(listed) {
  const named = decodeURIComponent(location.hash.slice(1)).toUpperCase();
  return listed.find((instrument) => instrument.symbol === named);
}

/** @param {Instrument[]} listed */
function offer(listed) {
  const select = /** @type {HTMLSelectElement} */ (element('contracts'));
  select.replaceChildren(...listed.map(({ symbol }) => new Option(symbol)));
  element('picker').hidden = listed.length < 2;
  select.addEventListener('change', () => {
    location.hash = select.value;
  });
  const follow = () => {
    const instrument = chosen(listed) ?? (market ? undefined : listed[0]);
    if (!instrument) return;
    select.value = instrument.symbol;
    show(instrument);
  };
  addEventListener('hashchange', follow);
  follow();
}

/** The contracts, asked for until the venue answers. @returns {Promise<Instrument[]>} */
async function listing() {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await activeInstruments();
    } catch (error) {
      console.warn(`The venue does not list its contracts: ${error}`);
      showConnection('reconnecting', undefined);
      await new Promise((resume) => setTimeout(resume, delayBefore(attempt, Math.random())));
    }
  }
}

showConnect();
realtime.start();
listing().then((listed) => {
  if (listed.length === 0) notice('The venue lists no contract.');
  offer(listed);
});
