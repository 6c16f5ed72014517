// The rows of the public API that this page reads. Types only: nothing here runs.

/**
 * @typedef {object} Instrument
 * @property {string} symbol
 * @property {string} state `Open`, `Closed`, `Unlisted` or `Settled`.
 * @property {number} tickSize Smallest price step, in the quote currency.
 * @property {string} timestamp
 * @property {number | null} [lastPrice]
 * @property {string | null} [lastTickDirection] `PlusTick`, `ZeroPlusTick`, `MinusTick` or `ZeroMinusTick`.
 * @property {number | null} [markPrice]
 * @property {number | null} [indicativeSettlePrice] The index price.
 * @property {number | null} [lastChangePcnt] A fraction: 0.01 is one per cent.
 * @property {number | null} [highPrice]
 * @property {number | null} [lowPrice]
 * @property {number | null} [volume24h] Contracts.
 * @property {number | null} [openInterest] Contracts.
 */

/**
 * @typedef {object} Level One price of one side of the book.
 * @property {string} symbol
 * @property {number} id
 * @property {'Buy' | 'Sell'} side
 * @property {number} price
 * @property {number} size Contracts.
 */

/**
 * @typedef {object} Trade
 * @property {string} symbol
 * @property {string} timestamp
 * @property {'Buy' | 'Sell'} side The side of the taker.
 * @property {number} price
 * @property {number} size Contracts.
 * @property {string} trdMatchID
 */

/**
 * @typedef {object} TableMessage A frame that carries rows.
 * @property {string} table
 * @property {'partial' | 'insert' | 'update' | 'delete'} action
 * @property {any[]} data
 * @property {string[]} [keys] Only in a partial.
 * @property {{symbol?: string}} [filter] Only in a partial.
 */

export {};
