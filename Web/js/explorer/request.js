// A request as it goes over the wire, and its signature.

/**
 * What is sent for an operation with these texts; an empty text is left out.
 * @param {import('./contract.js').Operation} operation
 * @param {Map<string, string>} texts
 * @returns {{ method: string, target: string, body: string }}
 */
export function request(operation, texts) {
  const sent = operation.parameters.filter(({ name }) => texts.get(name)?.trim());
  const value = (/** @type {import('./contract.js').Parameter} */ { name }) => texts.get(name)?.trim() ?? '';
  if (operation.method === 'GET') {
    const query = sent.map((one) => `${one.name}=${encodeURIComponent(value(one))}`).join('&');
    return { method: 'GET', target: operation.path + (query && `?${query}`), body: '' };
  }
  const body = Object.fromEntries(sent.map((one) => [one.name, typed(one, value(one))]));
  return { method: operation.method, target: operation.path, body: sent.length ? JSON.stringify(body) : '' };
}

/** A text as the JSON that the parameter wants; what cannot be that goes as it is, for the venue to refuse. */
function typed(/** @type {import('./contract.js').Parameter} */ parameter, /** @type {string} */ text) {
  const isNumber = parameter.type === 'integer' || parameter.type === 'number';
  if (isNumber && text !== '' && Number.isFinite(Number(text))) return Number(text);
  if (parameter.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** Whether this window can sign: browsers do it on secure pages only, this computer's own among them. */
export const canSign = Boolean(globalThis.crypto?.subtle);

/**
 * The hexadecimal HMAC-SHA256 of a text.
 * @param {string} secret
 * @param {string} text
 */
export async function signature(secret, text) {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw', bytes.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', key, bytes.encode(text));
  return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The headers of a request, signed when there is a key.
 * @param {{ method: string, target: string, body: string }} request
 * @param {{ id: string, secret: string } | null} key
 * @param {number} now milliseconds since 1970
 * @returns {Promise<Record<string, string>>}
 */
export async function headers({ method, target, body }, key, now) {
  /** @type {Record<string, string>} */
  const headers = body ? { 'content-type': 'application/json' } : {};
  if (!key) return headers;
  const expires = String(Math.floor(now / 1_000) + 60);
  return {
    ...headers,
    'api-key': key.id,
    'api-expires': expires,
    'api-signature': await signature(key.secret, method + target + expires + body),
  };
}
