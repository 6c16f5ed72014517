// "Connect a bot": this host's addresses, and a program that uses them.

import { element, write } from './page.js';
import { realtimeURL, restURL } from './venue.js';

/** How long the button says that it has copied. */
const thanks = 2_000;

/** Writes the addresses and the example, and makes the example easy to take along. */
export function showConnect() {
  write(element('rest-url'), restURL);
  write(element('realtime-url'), realtimeURL);
  write(element('example'), example());
  const button = element('copy');
  // Browsers give the clipboard to secure pages only, which includes this computer's own.
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', () => copy(button));
}

/** @param {HTMLElement} button */
async function copy(button) {
  try {
    await navigator.clipboard.writeText(example());
    write(button, 'Copied');
  } catch (error) {
    console.warn(`Not copied: ${error}`);
    write(button, 'Not copied');
  }
  setTimeout(() => write(button, 'Copy'), thanks);
}

function example() {
  return `# pip install ccxt==4.5.83
import ccxt

here = "${location.origin}"
venue = ccxt.bitmex({"apiKey": "...", "secret": "..."})
venue.urls["api"] = {"public": here, "private": here}

symbol = "BTC/USD:BTC"  # XBTUSD
venue.load_markets()
bid, size = venue.fetch_order_book(symbol, 5)["bids"][0]
order = venue.create_order(symbol, "limit", "buy", 100, bid - 100)
print(order["id"], order["status"])
venue.cancel_order(order["id"], symbol)
`;
}
