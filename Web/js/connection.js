// The connection as the reader sees it: one word, and how old the figures are when it is down.

import { clock } from './format.js';
import { element, write } from './page.js';

/** @typedef {import('./realtime.js').ConnectionState} ConnectionState */

const words = { connecting: 'Connecting', live: 'Live', stale: 'Stale', reconnecting: 'Reconnecting' };

/**
 * @param {ConnectionState} state
 * @param {string | undefined} timestamp The venue's time of the newest figures, if there are any.
 */
export function showConnection(state, timestamp) {
  element('connection').dataset.state = state;
  write(element('connection-word'), words[state]);
  const old = state !== 'live' && timestamp;
  write(element('connection-detail'), old ? `figures of ${clock(timestamp)} UTC` : '');
}
