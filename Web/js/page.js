// Reaching into the document without doing more than is needed.

/**
 * The element with this id; the page is broken without it.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}

/**
 * Writes a text where it differs from what stands there.
 * @param {Element} target
 * @param {string} text
 */
export function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * Which way a price moved, by the venue's own word for it.
 * @param {string | null | undefined} tickDirection
 * @returns {'up' | 'down' | ''}
 */
export function direction(tickDirection) {
  if (tickDirection?.endsWith('PlusTick')) return 'up';
  return tickDirection?.endsWith('MinusTick') ? 'down' : '';
}

/** Signs for those who do not see the colours. */
export const arrows = { up: '▲', down: '▼', '': '' };
