import assert from 'node:assert/strict';
import { test } from 'node:test';

import { matching, operations } from '../../Web/js/explorer/contract.js';
import { parts } from '../../Web/js/explorer/json.js';
import { headers, request, signature } from '../../Web/js/explorer/request.js';

const document = {
  basePath: '/api/v1',
  paths: {
    '/': { get: { operationId: 'Venue.get', tags: ['Venue'], summary: 'Says who answers.', security: [], parameters: [], responses: { 200: { schema: { type: 'object' } } } } },
    '/order': {
      post: {
        operationId: 'Order.new', tags: ['Order'], summary: 'Places an order.', security: [{ apiKey: [] }], 'x-permission': 'order',
        parameters: [
          { name: 'symbol', in: 'formData', required: true, type: 'string', description: 'The contract.' },
          { name: 'orderQty', in: 'formData', required: false, type: 'integer', description: 'How many.' },
          { name: 'price', in: 'formData', required: false, type: 'number', description: 'The price.' },
        ],
        responses: { 200: { schema: { $ref: '#/definitions/Order' } } },
      },
      get: {
        operationId: 'Order.getOrders', tags: ['Order'], summary: 'Your orders.', security: [{ apiKey: [] }],
        parameters: [
          { name: 'filter', in: 'query', required: false, type: 'string', format: 'JSON', description: 'Conditions.' },
          { name: 'reverse', in: 'query', required: false, type: 'boolean', default: false, description: 'Newest first.' },
        ],
        responses: { 200: { schema: { type: 'array', items: { $ref: '#/definitions/Order' } } } },
      },
    },
  },
  definitions: {
    Order: {
      description: 'An order.',
      properties: { orderID: { type: 'string', format: 'guid' }, price: { type: 'number', 'x-nullable': true } },
    },
  },
};
const [venue, place, read] = operations(document);

test('operations are read with their places, keys and columns', () => {
  assert.equal(venue.path, '/api/v1');
  assert.equal(venue.needsKey, false);
  assert.equal(venue.model, null);
  assert.equal(place.method, 'POST');
  assert.equal(place.permission, 'order');
  assert.deepEqual(place.model?.columns, [
    { name: 'orderID', type: 'UUID', isNullable: false }, { name: 'price', type: 'number', isNullable: true }]);
  assert.deepEqual(read.model, place.model);
});

test('a search finds operations that hold all its words', () => {
  assert.deepEqual(matching([venue, place, read], 'order post').map((one) => one.id), ['Order.new']);
  assert.equal(matching([venue, place, read], '').length, 3);
});

test('what is read goes into the query, what acts into a typed body, and what is empty nowhere', () => {
  const texts = new Map([['symbol', 'XBTUSD'], ['orderQty', '100'], ['price', ''], ['filter', '{"open": true}']]);
  assert.deepEqual(request(place, texts), {
    method: 'POST', target: '/api/v1/order', body: '{"symbol":"XBTUSD","orderQty":100}' });
  assert.deepEqual(request(read, texts), {
    method: 'GET', target: '/api/v1/order?filter=%7B%22open%22%3A%20true%7D', body: '' });
  assert.equal(request(place, new Map([['orderQty', 'ten']])).body, '{"orderQty":"ten"}');
});

test('a published example has its published signature', async () => {
  const secret = 'chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO';
  assert.equal(
    await signature(secret, 'GET/api/v1/instrument1518064236'),
    'c7682d435d0cfe87c16098df34ef2eb5a549d4c5a3c2b1f0f77b8af73423bf00');
  const signed = await headers({ method: 'GET', target: '/api/v1/instrument', body: '' }, { id: 'k', secret }, 1_518_064_176_500);
  assert.equal(signed['api-signature'], 'c7682d435d0cfe87c16098df34ef2eb5a549d4c5a3c2b1f0f77b8af73423bf00');
  assert.equal(signed['api-expires'], '1518064236');
  assert.deepEqual(await headers({ method: 'GET', target: '/', body: '' }, null, 0), {});
});

test('JSON is laid out in parts that say what they are', () => {
  assert.deepEqual(parts('{"a":[1,"x",null]}').filter((part) => part.kind !== 'plain'), [
    { kind: 'name', text: '"a"' }, { kind: 'number', text: '1' }, { kind: 'text', text: '"x"' }, { kind: 'word', text: 'null' }]);
  assert.equal(parts('{"a":[1,"x",null]}').map((part) => part.text).join(''), '{\n  "a": [\n    1,\n    "x",\n    null\n  ]\n}');
  assert.deepEqual(parts('no JSON'), [{ kind: 'plain', text: 'no JSON' }]);
});
