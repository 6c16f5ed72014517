// The page that reads the contract and tries it.

import { element, write } from '../page.js';
import { matching, operations } from './contract.js';
import { parts } from './json.js';
import { canSign, headers, request } from './request.js';

/** @type {import('./contract.js').Operation[]} */
let all = [];
/** @type {import('./contract.js').Operation | undefined} */
let shown;
/** @type {{ id: string, secret: string } | null} */
let key = null;
/** What was typed, by parameter, so that a symbol stays when another operation is chosen. */
const typed = new Map();

begin();

async function begin() {
  listen();
  try {
    const response = await fetch('/api/explorer/swagger.json');
    if (!response.ok) throw new Error(`status ${response.status}`);
    const document = await response.json();
    write(element('version'), document.info.version);
    all = operations(document);
    list('');
    choose();
  } catch (error) {
    notice(`The contract cannot be read: ${error}`);
  }
}

function listen() {
  const search = /** @type {HTMLInputElement} */ (element('search'));
  search.addEventListener('input', () => list(search.value));
  addEventListener('hashchange', () => {
    choose();
    // Where the list stands above, what was chosen from it would stay out of sight.
    if (matchMedia('(max-width: 699px)').matches) element('operation').scrollIntoView();
  });
  element('form').addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  const form = element('key-form');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    takeKey();
  });
  form.addEventListener('reset', () => {
    key = null;
    showKey();
  });
  if (canSign) return;
  write(element('key-hint'), 'Browsers sign on secure pages only: open this page over HTTPS, or on the computer that runs the venue.');
  for (const field of form.querySelectorAll('input, button')) field.setAttribute('disabled', '');
}

function takeKey() {
  const id = /** @type {HTMLInputElement} */ (element('key')).value.trim();
  const secret = /** @type {HTMLInputElement} */ (element('secret')).value.trim();
  key = id && secret ? { id, secret } : null;
  showKey();
}

function showKey() {
  element('signer').dataset.state = key ? 'ready' : 'none';
  write(element('signer-word'), key ? `Signing as ${key.id.slice(0, 6)}…` : 'No key');
}

// The list

/** @param {string} search */
function list(search) {
  const found = matching(all, search);
  write(element('count'), `${found.length} of ${all.length}`);
  const tags = [...new Set(found.map((one) => one.tag))];
  element('operations').replaceChildren(...tags.flatMap((tag) => [
    made('h3', tag), ...found.filter((one) => one.tag === tag).map(link),
  ]));
  mark();
}

/** @param {import('./contract.js').Operation} one */
function link(one) {
  const anchor = /** @type {HTMLAnchorElement} */ (made('a'));
  anchor.href = `#${one.id}`;
  anchor.append(method(one), made('code', one.path.replace('/api/v1', '') || '/'));
  return anchor;
}

function mark() {
  for (const anchor of element('operations').querySelectorAll('a')) {
    if (anchor.hash === `#${shown?.id}`) anchor.setAttribute('aria-current', 'true');
    else anchor.removeAttribute('aria-current');
  }
}

// One operation

function choose() {
  const id = decodeURIComponent(location.hash.slice(1));
  shown = all.find((one) => one.id === id) ?? all.find((one) => one.id === 'Instrument.get') ?? all[0];
  if (!shown) return;
  const badge = element('method');
  write(badge, shown.method);
  badge.dataset.method = shown.method;
  write(element('path'), shown.path);
  write(element('title'), shown.sentence);
  write(element('name'), shown.id);
  write(element('needs'), needs(shown));
  element('fields').replaceChildren(...shown.parameters.map(field));
  if (!shown.parameters.length) element('fields').append(made('p', 'None.', 'hint'));
  element('answer').hidden = true;
  showColumns(shown.model);
  mark();
}

/** @param {import('./contract.js').Operation} one */
function needs(one) {
  if (!one.needsKey) return 'Needs no key.';
  return one.permission ? `Needs a key with permission ${one.permission}.` : 'Needs a key.';
}

/** @param {import('./contract.js').Parameter} one */
function field(one) {
  const label = made('label');
  const title = made('span');
  title.append(made('code', one.name));
  if (one.isRequired) title.append(made('em', 'required'));
  label.append(title, input(one), made('small', one.sentence));
  return label;
}

/** @param {import('./contract.js').Parameter} one */
function input(one) {
  const choices = one.type === 'boolean' ? ['true', 'false'] : one.choices;
  const field = /** @type {HTMLInputElement | HTMLSelectElement} */ (made(choices.length ? 'select' : 'input'));
  if (field instanceof HTMLSelectElement) {
    const usual = one.usual === undefined ? '–' : `– (${one.usual})`;
    field.append(new Option(usual, ''), ...choices.map((choice) => new Option(choice, choice)));
  } else {
    field.placeholder = one.usual === undefined ? { JSON: 'JSON', 'date-time': '2026-01-31T12:00:00Z' }[one.format] ?? '' : String(one.usual);
    field.autocomplete = 'off';
    field.spellcheck = false;
    if (one.type === 'integer' || one.type === 'number') field.inputMode = 'decimal';
  }
  field.required = one.isRequired;
  field.value = typed.get(one.name) ?? '';
  field.addEventListener('input', () => typed.set(one.name, field.value));
  return field;
}

/** @param {import('./contract.js').Model | null} model */
function showColumns(model) {
  element('columns').hidden = !model;
  if (!model) return;
  write(element('columns-about'), model.sentence);
  element('columns-rows').replaceChildren(...model.columns.map((column) => {
    const row = made('tr');
    row.append(made('td', column.name), made('td', column.type), made('td', column.isNullable ? 'yes' : ''));
    return row;
  }));
}

// Trying it

async function send() {
  if (!shown) return;
  const button = /** @type {HTMLButtonElement} */ (element('send'));
  button.disabled = true;
  notice('');
  try {
    const asked = request(shown, typed);
    // Public operations go unsigned, so that a mistyped key does not stand in their way.
    const signed = await headers(asked, shown.needsKey ? key : null, Date.now());
    const began = performance.now();
    const response = await fetch(asked.target, {
      method: asked.method, headers: signed, body: asked.body || undefined, cache: 'no-store',
    });
    const text = await response.text();
    showAnswer(asked, response, text, performance.now() - began);
  } catch (error) {
    notice(`Not sent: ${error}`);
  } finally {
    button.disabled = false;
  }
}

/**
 * @param {{ method: string, target: string, body: string }} asked
 * @param {Response} response
 * @param {string} text
 * @param {number} took milliseconds
 */
function showAnswer(asked, response, text, took) {
  const left = response.headers.get('x-ratelimit-remaining');
  const status = made('span', String(response.status), response.ok ? 'good' : 'bad');
  const facts = [`${Math.round(took)} ms`, `${text.length.toLocaleString('en')} characters`];
  if (left !== null) facts.push(`${left} requests left`);
  element('answer-facts').replaceChildren(status, ` · ${facts.join(' · ')}`);
  write(element('answer-target'), `${asked.method} ${asked.target}${asked.body && ` ${asked.body}`}`);
  element('answer-body').replaceChildren(...parts(text).map((part) =>
    part.kind === 'plain' ? part.text : made('span', part.text, `json-${part.kind}`)));
  element('answer').hidden = false;
}

/** @param {string} text */
function notice(text) {
  element('notice').hidden = !text;
  write(element('notice'), text);
}

/** @param {import('./contract.js').Operation} one */
function method(one) {
  const badge = made('span', one.method, 'method');
  badge.dataset.method = one.method;
  return badge;
}

/**
 * A new element.
 * @param {string} name
 * @param {string} [text]
 * @param {string} [className]
 */
function made(name, text, className) {
  const one = document.createElement(name);
  if (text !== undefined) one.textContent = text;
  if (className) one.className = className;
  return one;
}
