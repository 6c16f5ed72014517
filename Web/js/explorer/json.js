// JSON laid out for reading, in parts that can be coloured.

/** Longer answers are shown up to here. */
const longest = 200_000;

/**
 * The parts of a text, each with what it is; a text that is no JSON is one part.
 * @param {string} text
 * @returns {{ kind: 'name' | 'text' | 'number' | 'word' | 'plain', text: string }[]}
 */
export function parts(text) {
  let laidOut;
  try {
    laidOut = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return [{ kind: 'plain', text }];
  }
  const shown = laidOut.length > longest ? `${laidOut.slice(0, longest)}\n… and more` : laidOut;
  /** @type {{ kind: 'name' | 'text' | 'number' | 'word' | 'plain', text: string }[]} */
  const found = [];
  let end = 0;
  for (const match of shown.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g)) {
    if (match.index > end) found.push({ kind: 'plain', text: shown.slice(end, match.index) });
    const [whole, quoted, colon] = match;
    const kind = quoted ? (colon ? 'name' : 'text') : /[a-z]/.test(whole[0]) ? 'word' : 'number';
    found.push({ kind, text: quoted ?? whole });
    if (colon) found.push({ kind: 'plain', text: colon });
    end = match.index + whole.length;
  }
  if (end < shown.length) found.push({ kind: 'plain', text: shown.slice(end) });
  return found;
}
