import assert from 'node:assert/strict';
import { test } from 'node:test';

import { proxyFor } from '#src/platform/node/proxy-match.js';

const server = { url: 'http://proxy:1', username: undefined, password: undefined };

function isDirect(url: string, ...bypass: readonly string[]): boolean {
  return proxyFor(new URL(url), { http: server, https: server, bypass }) === undefined;
}

const direct: readonly (readonly [url: string, entry: string])[] = [
  ['http://any.example', '*'],
  ['https://glance.example', 'glance.example'],
  ['https://glance.example', 'GLANCE.example'],
  ['https://glance.example.', 'glance.example'],
  ['https://glance.example', 'example'],
  ['https://glance.example', '.example'],
  ['https://glance.example', '*.example'],
  ['https://glance.example', 'example:443'],
  ['http://glance.example', 'example:80'],
  ['http://glance.example:9292', 'glance.example:9292'],
  ['http://10.1.2.3', '10.1.2.3'],
  ['http://10.1.2.3', '10.0.0.0/8'],
  ['http://10.1.2.3:9292', '10.1.2.3:9292'],
  ['http://[::1]:5000', '::1/128'],
  ['http://[::1]:5000', '[::1]'],
  ['http://[::1]:5000', '[::1]:5000'],
  ['http://[fd00::5]', 'fd00::/8'],
  ['http://[::1]', '[0:0:0:0:0:0:0:1]'],
];
for (const [url, entry] of direct) {
  test(`${url} is reached directly: ${entry}`, () => {
    assert(isDirect(url, entry));
    assert(isDirect(url, 'elsewhere.example', entry));
  });
}

const proxied: readonly (readonly [url: string, entry: string])[] = [
  ['https://glance.example', 'lance.example'],
  ['https://glance.example', 'glance.example.org'],
  ['https://glance.example', 'glance.example:80'],
  ['http://glance.example:9292', 'glance.example:9293'],
  ['http://11.1.2.3', '10.0.0.0/8'],
  ['http://10.1.2.3', '2.3'],
  ['http://10.1.2.3', '10.0.0.0/99'],
  ['http://10.1.2.3', '10.0.0.0/x'],
  ['http://glance.example', '10.0.0.0/8'],
  ['http://[::1]', '127.0.0.1'],
  ['http://[::1]', '[::2]'],
  ['http://127.0.0.1:1', 'localhost'],
];
for (const [url, entry] of proxied) {
  test(`${url} goes through the proxy: ${entry}`, () => {
    assert(!isDirect(url, entry));
  });
}

test('without an entry everything goes through the proxy that its scheme has', () => {
  assert(!isDirect('http://localhost'));
  const settings = { http: undefined, https: server, bypass: [] };
  assert.equal(proxyFor(new URL('http://a'), settings), undefined);
  assert.equal(proxyFor(new URL('https://a'), settings), server);
});
