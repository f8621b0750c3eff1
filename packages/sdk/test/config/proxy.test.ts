import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { ConfigError, connect, OptionError } from '@ostk/sdk';

import { networkSettings, type NetworkOptions } from '#src/config/network.js';
import type { TreeMap } from '#src/config/tree.js';
import type { ProxySettings } from '#src/platform/types.js';

import { rejectionOf } from '../http/support/cloud.ts';

function proxies(
  variables: Readonly<Record<string, string>>,
  cloud: TreeMap = {},
  options: NetworkOptions = {},
): ProxySettings | undefined {
  return networkSettings(cloud, options, variables, 'cloud x').proxy;
}

function urls(settings: ProxySettings | undefined): readonly (string | undefined)[] {
  return [settings?.http?.url, settings?.https?.url];
}

test('the variables of the environment, in lower and upper case; lower case wins', () => {
  assert.equal(proxies({}), undefined);
  assert.deepEqual(urls(proxies({ HTTP_PROXY: 'http://a:1', HTTPS_PROXY: 'http://b:2' })), [
    'http://a:1',
    'http://b:2',
  ]);
  assert.deepEqual(urls(proxies({ https_proxy: 'http://low:1', HTTPS_PROXY: 'http://UP:2' })), [
    undefined,
    'http://low:1',
  ]);
  assert.deepEqual(urls(proxies({ all_proxy: 'http://all:1', http_proxy: 'http://one:2' })), [
    'http://one:2',
    'http://all:1',
  ]);
});

test('an empty variable is none, and a host without a scheme is one by HTTP', () => {
  assert.equal(proxies({ http_proxy: '', HTTPS_PROXY: '' }), undefined);
  assert.deepEqual(urls(proxies({ https_proxy: 'proxy.example:3128' })), [
    undefined,
    'http://proxy.example:3128',
  ]);
});

test('HTTP_PROXY of a CGI program is a header of its request, and not believed', () => {
  assert.equal(proxies({ HTTP_PROXY: 'http://evil:1', REQUEST_METHOD: 'GET' }), undefined);
  assert.deepEqual(urls(proxies({ http_proxy: 'http://good:1', REQUEST_METHOD: 'GET' })), [
    'http://good:1',
    undefined,
  ]);
});

test("the cloud's own proxy is for every URL; an option wins over it; false is none", () => {
  const variables = { http_proxy: 'http://env:1', no_proxy: 'a' };
  const own = proxies(variables, { proxy: 'http://own:1', no_proxy: ['b', '10.0.0.0/8'] });
  assert.deepEqual(urls(own), ['http://own:1', 'http://own:1']);
  assert.deepEqual(own?.bypass, ['b', '10.0.0.0/8']);
  assert.deepEqual(proxies(variables, { proxy: 'http://own:1' })?.bypass, []);
  assert.deepEqual(urls(proxies(variables, { proxy: 'http://own:1' }, { proxy: 'http://opt:1' })), [
    'http://opt:1',
    'http://opt:1',
  ]);
  assert.equal(proxies(variables, { proxy: 'false' }), undefined);
  assert.equal(proxies(variables, { proxy: 'http://own:1' }, { proxy: false }), undefined);
  assert.deepEqual(proxies(variables, {}, { noProxy: ['c'] })?.bypass, ['c']);
  assert.deepEqual(proxies({ http_proxy: 'http://e:1', NO_PROXY: 'a, b  c,,' })?.bypass, ['a', 'b', 'c']);
});

test('user name and password are taken out of the URL, decoded, and never shown', () => {
  const settings = proxies({ http_proxy: 'http://me%40home:p%40ss-c4n4ry@proxy:1/path' });
  assert.equal(settings?.http?.url, 'http://proxy:1');
  assert.equal(settings?.http?.username, 'me@home');
  assert.equal(settings?.http?.password?.reveal(), 'p@ss-c4n4ry');
  for (const shown of [JSON.stringify(settings), inspect(settings, { depth: 9, showHidden: true })]) {
    assert(!shown.includes('c4n4ry'), shown);
  }
});

test('what is no proxy is refused without showing it', async () => {
  const secret = 'c4n4ry';
  for (const url of [`socks5://u:${secret}@host:1`, `http://u:${secret}@:bad`, `ftp://${secret}`]) {
    assert.throws(
      () => proxies({ https_proxy: url }),
      (error) =>
        error instanceof ConfigError &&
        error.message.startsWith('https_proxy') &&
        !error.message.includes(secret),
    );
    const error = await rejectionOf(connect({ auth: { authUrl: 'http://k', token: 't' }, proxy: url }));
    assert(error instanceof ConfigError);
    assert.match(error.message, /^connect: proxy/);
    assert(!error.message.includes(secret));
  }
});

test('limits: a mapping by service as openstacksdk has it, one number for all, options over both', () => {
  const settings = networkSettings(
    { concurrency: { image: '2' }, rate_limit: '0.5', max_connections: '7' },
    { concurrency: { compute: 3 } },
    {},
    'cloud x',
  );
  assert.deepEqual(settings.concurrency, { compute: 3 });
  assert.deepEqual(settings.rateLimit, { identity: 0.5, image: 0.5, compute: 0.5 });
  assert.equal(settings.maxConnections, 7);
});

test('limits that cannot work are refused, with the place', async () => {
  for (const cloud of [{ concurrency: { image: '1.5' } }, { rate_limit: '0' }, { max_connections: 'many' }]) {
    assert.throws(
      () => networkSettings(cloud, {}, {}, 'cloud x'),
      (error) => error instanceof ConfigError && error.message.startsWith('cloud x: '),
    );
  }
  const auth = { authUrl: 'http://k', token: 't' };
  for (const options of [
    { concurrency: 0 },
    { rateLimit: { image: -1 } },
    { maxConnections: 1.5 },
    { retry: { attempts: 0 } },
    { retry: { baseDelay: -1 } },
  ]) {
    assert((await rejectionOf(connect({ auth, ...options }))) instanceof OptionError);
  }
  const typo = { auth, retry: Object.fromEntries([['attemps', 3]]) };
  assert.match(String(await rejectionOf(connect(typo))), /did you mean attempts\?/);
});
