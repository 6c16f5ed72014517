// Where a price and a time stand on the chart, and which round ones to write beside it.

/**
 * A round step that cuts a range into at most `most` parts.
 * @param {number} range
 * @param {number} most
 * @param {number} least The smallest step that makes sense, for example a tick.
 * @returns {number}
 */
export function roundStep(range, most, least) {
  const wanted = Math.max(range / most, least);
  const magnitude = 10 ** Math.floor(Math.log10(wanted));
  for (const multiple of [1, 2, 5]) {
    if (multiple * magnitude >= wanted * 0.999999) return multiple * magnitude;
  }
  return 10 * magnitude;
}

/** Seconds between times written below the chart. */
const timeSteps = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];

/**
 * A round time between labels that are at least `pixels` apart.
 * @param {number} pixels
 * @param {number} pixelsPerSecond
 * @returns {number} Milliseconds.
 */
export function timeStep(pixels, pixelsPerSecond) {
  const step = timeSteps.find((seconds) => seconds * pixelsPerSecond >= pixels) ?? 86400;
  return step * 1000;
}

/**
 * The frame of one drawing: from prices and candle starts to pixels and back.
 */
export class Scale {
  /**
   * @param {{width: number, top: number, bottom: number}} area Pixels of the plot, without its axes.
   * @param {{low: number, high: number}} prices
   * @param {{latest: number, interval: number, step: number}} time The newest candle's start, a candle's
   *   length, both in milliseconds, and its width in pixels.
   */
  constructor(area, prices, time) {
    this.area = area;
    this.prices = prices;
    this.time = time;
  }

  /** The height of a price. @param {number} price */
  y(price) {
    const { low, high } = this.prices;
    const { top, bottom } = this.area;
    return bottom - ((price - low) / (high - low)) * (bottom - top);
  }

  /** The price at a height. @param {number} y */
  priceAt(y) {
    const { low, high } = this.prices;
    const { top, bottom } = this.area;
    return low + ((bottom - y) / (bottom - top)) * (high - low);
  }

  /** The middle of the candle that starts then. @param {number} start */
  x(start) {
    const { latest, interval, step } = this.time;
    return this.area.width - step * (0.75 + (latest - start) / interval);
  }

  /** The start of the candle at a place. @param {number} x */
  startAt(x) {
    const { latest, interval, step } = this.time;
    const back = Math.max(0, Math.round((this.area.width - x) / step - 0.75));
    return latest - back * interval;
  }
}
