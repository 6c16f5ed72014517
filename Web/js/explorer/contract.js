// The venue's contract as it is served, in the order and the words of its document.

/**
 * @typedef {{ name: string, type: string, format: string, isRequired: boolean, sentence: string, usual: unknown,
 *   choices: string[], place: 'query' | 'formData' }} Parameter
 * @typedef {{ name: string, type: string, isNullable: boolean }} Column
 * @typedef {{ sentence: string, columns: Column[] }} Model
 * @typedef {{ id: string, tag: string, method: string, path: string, sentence: string, needsKey: boolean,
 *   permission: string, parameters: Parameter[], model: Model | null }} Operation
 */

/**
 * All operations of a document, in its order.
 * @param {any} document
 * @returns {Operation[]}
 */
export function operations(document) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(/** @type {any} */ (methods)).map(([method, operation]) => ({
      id: operation.operationId,
      tag: operation.tags[0],
      method: method.toUpperCase(),
      path: document.basePath + (path === '/' ? '' : path),
      sentence: operation.summary,
      needsKey: operation.security.length > 0,
      permission: operation['x-permission'] ?? '',
      parameters: operation.parameters.map(parameter),
      model: model(document, operation.responses['200'].schema),
    })));
}

/**
 * The operations whose name, path or sentence holds every word of a search.
 * @param {Operation[]} all
 * @param {string} search
 */
export function matching(all, search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((one) => {
    const text = `${one.method} ${one.path} ${one.id} ${one.sentence}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** @returns {Parameter} */
function parameter(/** @type {any} */ described) {
  return {
    name: described.name,
    type: described.type,
    format: described.format ?? '',
    isRequired: described.required,
    sentence: described.description,
    usual: described.default,
    choices: described.enum ?? [],
    place: described.in,
  };
}

/** @returns {Model | null} */
function model(/** @type {any} */ document, /** @type {any} */ schema) {
  const reference = schema.$ref ?? schema.items?.$ref ?? schema.additionalProperties?.$ref;
  if (!reference) return null;
  const definition = document.definitions[reference.split('/').pop()];
  const columns = Object.entries(definition.properties).map(([name, property]) => ({
    name,
    type: word(/** @type {any} */ (property)),
    isNullable: property['x-nullable'] === true,
  }));
  return { sentence: definition.description, columns };
}

/** What a type is called by people. */
function word(/** @type {any} */ property) {
  if (property.format === 'date-time') return 'time';
  if (property.format === 'guid') return 'UUID';
  return { integer: 'whole number', number: 'number', boolean: 'true or false', array: 'list' }[property.type] ?? (property.type === 'object' ? 'object' : 'text');
}
