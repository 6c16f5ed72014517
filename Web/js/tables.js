// A table of the venue as this page sees it: a partial, then its inserts, updates and deletes.

/** @typedef {import('./rows.js').TableMessage} TableMessage */

/**
 * The rows of one subscription to a table that has key columns.
 * @template Row
 */
export class Table {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {string[]} */
  #keys = [];
  #ready = false;

  /** Whether a partial has arrived; until then there are no rows and deltas say nothing. */
  get ready() {
    return this.#ready;
  }

  /** The rows, oldest first. @returns {IterableIterator<Row>} */
  rows() {
    return this.#rows.values();
  }

  /** How many rows there are. */
  get count() {
    return this.#rows.size;
  }

  /**
   * Takes in one message and says whether it was understood: a delta before the partial is not.
   * @param {TableMessage} message
   * @returns {boolean}
   */
  apply(message) {
    if (message.action === 'partial') this.#begin(message.keys ?? []);
    if (!this.#ready) return false;
    for (const row of message.data) this.#change(message.action, row);
    return true;
  }

  /** Drops everything: the subscription is gone, and so is what it told. */
  forget() {
    this.#rows.clear();
    this.#ready = false;
  }

  /** @param {string[]} keys */
  #begin(keys) {
    this.#rows.clear();
    this.#keys = keys;
    this.#ready = true;
  }

  /**
   * @param {TableMessage['action']} action
   * @param {any} row
   */
  #change(action, row) {
    const key = this.#keys.map((column) => row[column]).join('|');
    const known = this.#rows.get(key);
    if (action === 'delete') this.#rows.delete(key);
    else if (action !== 'update') this.#rows.set(key, { ...row });
    // An update of a row that is not there has nothing to change.
    else if (known) Object.assign(known, row);
  }
}
