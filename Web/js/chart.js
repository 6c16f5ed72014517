// The price chart: what to show, where the reader points, and when to draw.

import { clockAt, compact, fixed, unknown } from './format.js';
import { Brush } from './brush.js';
import { Scale } from './scale.js';
import { element, write } from './page.js';

/** @typedef {import('./candles.js').Candles} Candles */
/** @typedef {import('./market.js').Market} Market */
/** @typedef {{start: number, y: number | null}} Crosshair A candle's time, and the pointer's height if there is one. */

const narrowest = 7;
const widest = 24;
/** A young run is drawn as if it had this many candles. */
const fewest = 30;
const timeAxis = 24;
const headroom = 14;

export class ChartView {
  #canvas = /** @type {HTMLCanvasElement} */ (element('chart'));
  #legend = element('legend');
  #brush = new Brush(this.#canvas);
  #changed;
  /** @type {Crosshair | null} */
  #crosshair = null;
  /** @type {Scale | null} */
  #scale = null;
  #interval = 5_000;
  #labelled = 0;

  /** @param {() => void} changed Told when the chart wants to be drawn again. */
  constructor(changed) {
    this.#changed = changed;
    new ResizeObserver(changed).observe(this.#canvas);
    this.#followPointer();
    this.#canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#canvas.addEventListener('blur', () => this.#point(null));
    for (const radio of document.querySelectorAll('input[name=interval]')) {
      radio.addEventListener('change', () => this.#choose(Number(/** @type {HTMLInputElement} */ (radio).value)));
    }
  }

  /** @param {Market} market */
  draw(market) {
    const candles = /** @type {Candles} */ (market.candles.get(this.#interval));
    element('chart-empty').hidden = candles.latest !== null;
    this.#brush.begin();
    this.#scale = this.#fit(candles, market);
    if (!this.#scale) return;
    this.#brush.draw(this.#scale, candles, market, this.#crosshair);
    this.#drawLegend(candles, market);
  }

  /** @param {number} interval */
  #choose(interval) {
    this.#interval = interval;
    this.#point(null);
  }

  /** @param {Crosshair | null} crosshair */
  #point(crosshair) {
    this.#crosshair = crosshair;
    this.#changed();
  }

  /**
   * The scale that shows the newest candles whole.
   * @param {Candles} candles
   * @param {Market} market
   * @returns {Scale | null}
   */
  #fit(candles, market) {
    const { latest, earliest, interval } = candles;
    if (latest === null || earliest === null) return null;
    const width = this.#brush.width - this.#brush.axisWidth(market);
    const count = Math.max(fewest, (latest - earliest) / interval + 2);
    const step = Math.min(widest, Math.max(narrowest, width / count));
    const oldest = latest - (width / step) * interval;
    const prices = spread(candles, oldest, market.instrument.tickSize);
    return new Scale({ width, top: headroom, bottom: this.#brush.height - timeAxis }, prices, { latest, interval, step });
  }

  #followPointer() {
    const canvas = this.#canvas;
    const follow = (/** @type {PointerEvent} */ event) => {
      if (this.#scale) this.#point({ start: this.#scale.startAt(event.offsetX), y: event.offsetY });
    };
    canvas.addEventListener('pointermove', follow);
    canvas.addEventListener('pointerdown', follow);
    canvas.addEventListener('pointerleave', () => this.#point(null));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape') this.#point(null);
    const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!steps || !this.#scale) return;
    event.preventDefault();
    const { latest, interval, step } = this.#scale.time;
    const oldest = latest - Math.floor(this.#scale.area.width / step - 1) * interval;
    const start = (this.#crosshair?.start ?? latest + interval) + steps * interval;
    this.#point({ start: Math.min(latest, Math.max(oldest, start)), y: null });
  }

  /**
   * @param {Candles} candles
   * @param {Market} market
   */
  #drawLegend(candles, market) {
    const start = this.#crosshair?.start ?? candles.latest ?? 0;
    const candle = candles.candles.findLast((one) => one.start <= start);
    const shown = candle?.start === start ? candle : undefined;
    const mark = candles.marks.findLast((one) => one.start <= start);
    const price = (/** @type {number | undefined} */ value) => fixed(value, market.decimals);
    const texts = {
      time: clockAt(start, true),
      open: price(shown?.open),
      high: price(shown?.high),
      low: price(shown?.low),
      close: price(shown?.close),
      volume: compact(shown?.volume ?? 0),
      mark: mark?.start === start ? fixed(mark.price, market.fineDecimals) : unknown,
    };
    // Read out only when the reader walks the candles by keyboard, not with every trade.
    this.#legend.ariaLive = this.#crosshair && this.#crosshair.y === null ? 'polite' : 'off';
    for (const [field, text] of Object.entries(texts)) {
      const target = this.#legend.querySelector(`[data-field=${field}]`);
      if (target) write(target, text);
    }
    this.#describe(texts.close, market.symbol);
  }

  /**
   * Says in words what the canvas shows, at most every five seconds.
   * @param {string} close
   * @param {string} symbol
   */
  #describe(close, symbol) {
    const now = performance.now();
    if (this.#labelled && now - this.#labelled < 5_000) return;
    this.#labelled = now;
    const length = this.#interval === 5_000 ? 'five-second' : 'one-minute';
    this.#canvas.ariaLabel = `Price chart of ${symbol}, ${length} candles, last ${close}`;
  }
}

/**
 * The prices to show: every candle and mark from `oldest` on, with some air, and never so
 * narrow that one tick looks like a storm.
 * @param {Candles} candles
 * @param {number} oldest
 * @param {number} tick
 */
function spread(candles, oldest, tick) {
  let low = Infinity;
  let high = -Infinity;
  for (const candle of candles.candles) {
    if (candle.start < oldest) continue;
    low = Math.min(low, candle.low);
    high = Math.max(high, candle.high);
  }
  for (const mark of candles.marks) {
    if (mark.start < oldest) continue;
    low = Math.min(low, mark.price);
    high = Math.max(high, mark.price);
  }
  const air = Math.max((high - low) * 0.08, 5 * tick);
  return { low: low - air, high: high + air };
}
