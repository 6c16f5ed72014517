// Drawing the chart's canvas: grid, candles, volume, mark line, axes, crosshair.

import { clockAt, fixed } from './format.js';
import { roundStep, timeStep } from './scale.js';

/** @typedef {import('./candles.js').Candles} Candles */
/** @typedef {import('./chart.js').Crosshair} Crosshair */
/** @typedef {import('./market.js').Market} Market */
/** @typedef {import('./scale.js').Scale} Scale */

/**
 * @typedef {object} Tag A price written on the axis.
 * @property {number} y
 * @property {string} text
 * @property {string} ground The names of colours.
 * @property {string} ink
 * @property {string | null} line Of the line across the plot, if there is one.
 */

/** The share of the height that the largest volume takes. */
const volumeShare = 0.16;
const tagHeight = 18;
const colourNames = /** @type {const} */ (['up', 'down', 'mark', 'grid', 'muted', 'text', 'panel', 'on-colour', 'raised']);

export class Brush {
  #canvas;
  #pen;
  /** @type {Record<string, string>} */
  #colours = {};
  #font = '11px sans-serif';

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.#readColours();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#readColours());
  }

  get width() {
    return this.#canvas.clientWidth;
  }

  get height() {
    return this.#canvas.clientHeight;
  }

  /** The width of the price axis: as wide as a price and its padding. @param {Market} market */
  axisWidth(market) {
    const widest = fixed(market.instrument.lastPrice ?? market.instrument.markPrice ?? 0, market.fineDecimals);
    return Math.ceil(this.#pen.measureText(widest).width) + 16;
  }

  /** An empty canvas, as sharp as the screen. */
  begin() {
    const ratio = devicePixelRatio;
    const width = Math.round(this.width * ratio);
    const height = Math.round(this.height * ratio);
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#pen.clearRect(0, 0, this.width, this.height);
    this.#pen.font = this.#font;
    this.#pen.textBaseline = 'middle';
  }

  /**
   * @param {Scale} scale
   * @param {Candles} candles
   * @param {Market} market
   * @param {Crosshair | null} crosshair
   */
  draw(scale, candles, market, crosshair) {
    const tags = tagsOf(scale, candles, market);
    this.#drawPrices(scale, market, tags);
    this.#drawTimes(scale);
    this.#clipped(scale, () => {
      this.#drawVolume(scale, candles);
      this.#drawCandles(scale, candles);
      this.#drawMarks(scale, candles);
    });
    for (const tag of tags) this.#drawTag(scale, tag);
    if (crosshair) this.#drawCrosshair(scale, candles, market, crosshair);
  }

  #readColours() {
    const style = getComputedStyle(this.#canvas);
    for (const name of colourNames) this.#colours[name] = style.getPropertyValue(`--${name}`).trim();
    this.#font = `11px ${style.fontFamily}`;
  }

  /** @param {string} name */
  #colour(name) {
    return this.#colours[name] ?? '';
  }

  /**
   * Keeps what is drawn inside the plot.
   * @param {Scale} scale
   * @param {() => void} draw
   */
  #clipped(scale, draw) {
    this.#pen.save();
    this.#pen.beginPath();
    this.#pen.rect(0, 0, scale.area.width, scale.area.bottom);
    this.#pen.clip();
    draw();
    this.#pen.restore();
  }

  /**
   * Lines at round prices, named except where a tag stands.
   * @param {Scale} scale
   * @param {Market} market
   * @param {Tag[]} tags
   */
  #drawPrices(scale, market, tags) {
    const { low, high } = scale.prices;
    const step = roundStep(high - low, Math.max(2, scale.area.bottom / 44), market.instrument.tickSize);
    this.#pen.textAlign = 'left';
    for (let price = Math.ceil(low / step) * step; price < high; price += step) {
      const y = scale.y(price);
      this.#line(0, y, scale.area.width, y, 'grid');
      if (y < tagHeight / 2 || tags.some((tag) => Math.abs(tag.y - y) < tagHeight)) continue;
      this.#pen.fillStyle = this.#colour('muted');
      this.#pen.fillText(fixed(price, market.decimals), scale.area.width + 8, y);
    }
  }

  /** @param {Scale} scale */
  #drawTimes(scale) {
    const { latest, interval, step } = scale.time;
    const between = timeStep(84, (step * 1000) / interval);
    this.#pen.textAlign = 'center';
    for (let time = Math.floor(latest / between) * between; scale.x(time) > 0; time -= between) {
      const x = scale.x(time);
      this.#line(x, 0, x, scale.area.bottom, 'grid');
      if (x < 28) continue;
      this.#pen.fillStyle = this.#colour('muted');
      this.#pen.fillText(clockAt(time, between < 60_000), x, scale.area.bottom + 13);
    }
  }

  /**
   * @param {Scale} scale
   * @param {Candles} candles
   */
  #drawVolume(scale, candles) {
    const seen = visible(scale, candles.candles);
    const most = Math.max(...seen.map((candle) => candle.volume), 1);
    const width = bodyWidth(scale);
    this.#pen.globalAlpha = 0.28;
    for (const candle of seen) {
      const height = (candle.volume / most) * scale.area.bottom * volumeShare;
      this.#pen.fillStyle = this.#colour(wayOf(candle));
      this.#pen.fillRect(Math.round(scale.x(candle.start) - width / 2), scale.area.bottom - height, width, height);
    }
    this.#pen.globalAlpha = 1;
  }

  /**
   * @param {Scale} scale
   * @param {Candles} candles
   */
  #drawCandles(scale, candles) {
    const width = bodyWidth(scale);
    for (const candle of visible(scale, candles.candles)) {
      const left = Math.round(scale.x(candle.start) - width / 2);
      const top = Math.round(scale.y(Math.max(candle.open, candle.close)));
      const bottom = Math.round(scale.y(Math.min(candle.open, candle.close)));
      const high = Math.round(scale.y(candle.high));
      this.#pen.fillStyle = this.#colour(wayOf(candle));
      this.#pen.fillRect(left + (width - 1) / 2, high, 1, Math.round(scale.y(candle.low)) - high);
      this.#pen.fillRect(left, top, width, Math.max(1, bottom - top));
    }
  }

  /**
   * The mark as a line from candle to candle, broken where it was not heard.
   * @param {Scale} scale
   * @param {Candles} candles
   */
  #drawMarks(scale, candles) {
    const pen = this.#pen;
    pen.beginPath();
    let before = -Infinity;
    for (const { start, price } of visible(scale, candles.marks)) {
      const gap = start - before > 6 * candles.interval;
      if (gap) pen.moveTo(scale.x(start), scale.y(price));
      else pen.lineTo(scale.x(start), scale.y(price));
      before = start;
    }
    pen.strokeStyle = this.#colour('mark');
    pen.lineWidth = 1.5;
    pen.lineJoin = 'round';
    pen.stroke();
  }

  /**
   * @param {Scale} scale
   * @param {Candles} candles
   * @param {Market} market
   * @param {Crosshair} crosshair
   */
  #drawCrosshair(scale, candles, market, crosshair) {
    const { bottom, width } = scale.area;
    const x = scale.x(crosshair.start);
    this.#dashes(x, 0, x, bottom, 'muted');
    const close = candles.candles.find((candle) => candle.start === crosshair.start)?.close;
    const y = crosshair.y ?? (close === undefined ? null : scale.y(close));
    if (y !== null && y <= bottom) {
      const tick = market.instrument.tickSize;
      const price = Math.round(scale.priceAt(y) / tick) * tick;
      this.#drawTag(scale, { y, text: fixed(price, market.decimals), ground: 'raised', ink: 'text', line: 'muted' });
    }
    const text = clockAt(crosshair.start, true);
    const half = this.#pen.measureText(text).width / 2 + 6;
    const middle = Math.min(width - half, Math.max(half, x));
    this.#pen.fillStyle = this.#colour('raised');
    this.#pen.fillRect(middle - half, bottom + 3, 2 * half, tagHeight);
    this.#pen.fillStyle = this.#colour('text');
    this.#pen.textAlign = 'center';
    this.#pen.fillText(text, middle, bottom + 3 + tagHeight / 2);
  }

  /**
   * @param {Scale} scale
   * @param {Tag} tag
   */
  #drawTag(scale, { y, text, ground, ink, line }) {
    const left = scale.area.width;
    if (line) this.#dashes(0, y, left, y, line);
    this.#pen.fillStyle = this.#colour(ground);
    this.#pen.fillRect(left + 2, y - tagHeight / 2, this.width - left - 2, tagHeight);
    this.#pen.fillStyle = this.#colour(ink);
    this.#pen.textAlign = 'left';
    this.#pen.fillText(text, left + 8, y + 0.5);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} toX
   * @param {number} toY
   * @param {string} colour
   */
  #line(x, y, toX, toY, colour) {
    this.#pen.beginPath();
    // Half a pixel in: a line one pixel wide falls on pixels, not between them.
    this.#pen.moveTo(Math.round(x) + 0.5, Math.round(y) + 0.5);
    this.#pen.lineTo(Math.round(toX) + 0.5, Math.round(toY) + 0.5);
    this.#pen.strokeStyle = this.#colour(colour);
    this.#pen.lineWidth = 1;
    this.#pen.stroke();
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} toX
   * @param {number} toY
   * @param {string} colour
   */
  #dashes(x, y, toX, toY, colour) {
    this.#pen.setLineDash([3, 3]);
    this.#line(x, y, toX, toY, colour);
    this.#pen.setLineDash([]);
  }
}

/**
 * @template {{start: number}} Item
 * @param {Scale} scale
 * @param {Item[]} items
 */
function visible(scale, items) {
  const first = items.findIndex((item) => scale.x(item.start) > -scale.time.step);
  return first < 0 ? [] : items.slice(first);
}

/** An odd width, so that the wick stands in the middle. @param {Scale} scale */
function bodyWidth(scale) {
  return Math.max(3, Math.floor((scale.time.step * 0.7) / 2) * 2 + 1);
}

/** @param {{open: number, close: number}} candle */
function wayOf(candle) {
  return candle.close >= candle.open ? 'up' : 'down';
}

/**
 * The mark and the last price, side by side in height, never on top of each other.
 * @param {Scale} scale
 * @param {Candles} candles
 * @param {Market} market
 * @returns {Tag[]}
 */
function tagsOf(scale, candles, market) {
  /** @type {Tag[]} */
  const tags = [];
  const candle = candles.candles.at(-1);
  const mark = candles.marks.at(-1);
  const last = candle && scale.y(candle.close);
  if (mark) {
    const y = apart(scale.y(mark.price), last);
    tags.push({ y, text: fixed(mark.price, market.fineDecimals), ground: 'mark', ink: 'on-colour', line: null });
  }
  if (candle && last !== undefined) {
    const colour = wayOf(candle);
    tags.push({ y: last, text: fixed(candle.close, market.decimals), ground: colour, ink: 'on-colour', line: colour });
  }
  return tags;
}

/**
 * A height for a tag that leaves another one readable.
 * @param {number} y
 * @param {number | undefined} other
 */
function apart(y, other) {
  if (other === undefined || Math.abs(y - other) >= tagHeight) return y;
  return y < other ? other - tagHeight : other + tagHeight;
}
