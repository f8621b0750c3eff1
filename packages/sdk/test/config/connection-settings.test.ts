import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CloudConfig } from '@ostk/sdk';

import { passwordAuth, resolveCloudOf } from './support/world.ts';

type Context = Parameters<typeof resolveCloudOf>[0];

function resolveWith(t: Context, lines: string, options = {}): Promise<CloudConfig> {
  return resolveCloudOf(t, `${passwordAuth}${lines}`, { options });
}

async function verifies(t: Context, lines: string): Promise<boolean> {
  return (await resolveWith(t, lines)).tls.verify;
}

test('certificates are checked unless it is said otherwise', async (t) => {
  assert.equal(await verifies(t, ''), true);
});

for (const value of ['false', 'False', 'no', 'off', '0', '"false"']) {
  test(`verify: ${value} turns checking off`, async (t) => {
    assert.equal(await verifies(t, `verify: ${value}`), false);
  });
}

for (const value of ['true', 'True', 'yes', 'on', '1']) {
  test(`verify: ${value} leaves checking on; insecure: ${value} turns it off`, async (t) => {
    assert.equal(await verifies(t, `verify: ${value}`), true);
    assert.equal(await verifies(t, `insecure: ${value}`), false);
  });
}

test('insecure wins over verify', async (t) => {
  assert.equal(await verifies(t, 'verify: true\ninsecure: true'), false);
  assert.equal(await verifies(t, 'verify: false\ninsecure: false'), false);
});

for (const key of ['verify', 'insecure']) {
  test(`${key} that is neither true nor false is an error`, async (t) => {
    await assert.rejects(resolveWith(t, `${key}: maybe`), {
      name: 'ConfigError',
      message: new RegExp(
        `^cloud here: ${key} must be true or false, not maybe \\(.*cwd/clouds\\.yaml:10:\\d+\\)$`,
      ),
    });
  });
}

test('paths of certificates are kept, a tilde in them is the home directory', async (t) => {
  const { tls } = await resolveWith(t, 'cacert: /etc/ca.pem\ncert: ~/me.pem\nkey: keys/me.key');
  assert.equal(tls.cacert, '/etc/ca.pem');
  assert.match(tls.cert ?? '', /^\/.*\/home\/me\.pem$/);
  assert.equal(tls.key, 'keys/me.key');
});

test('the public interface is the default', async (t) => {
  assert.deepEqual((await resolveWith(t, '')).interfaces, ['public']);
  assert.deepEqual((await resolveWith(t, 'interface:')).interfaces, ['public']);
});

for (const [lines, expected] of [
  ['interface: internal', ['internal']],
  ['interface: adminURL', ['admin']],
  ['endpoint_type: internalURL', ['internal']],
  ['interface: [internal, public]', ['internal', 'public']],
] as const) {
  test(lines.replaceAll('\n', ', '), async (t) => {
    assert.deepEqual((await resolveWith(t, lines)).interfaces, expected);
  });
}

test('an interface that does not exist is an error', async (t) => {
  await assert.rejects(resolveWith(t, 'interface: private'), {
    name: 'ConfigError',
    message:
      /^cloud here: interface must be public, internal or admin, not private \(.*clouds\.yaml:10:16\)$/,
  });
});

test('endpoints of each service can be overridden', async (t) => {
  const config = await resolveWith(
    t,
    'image_endpoint_override: http://i:9292\nidentity_endpoint_override: http://k\ncompute_endpoint: http://c',
  );
  assert.deepEqual(config.endpointOverrides, {
    identity: 'http://k',
    image: 'http://i:9292',
    compute: 'http://c',
  });
});

test('an override in the options wins over the file, and leaves those of other services', async (t) => {
  const config = await resolveWith(
    t,
    'image_endpoint_override: http://file\nidentity_endpoint_override: http://id',
    {
      endpointOverrides: { image: 'http://option' },
    },
  );
  assert.deepEqual(config.endpointOverrides, { identity: 'http://id', image: 'http://option' });
});

test('an override that is no URL, or holds a password, is an error that names it', async (t) => {
  await assert.rejects(resolveWith(t, 'image_endpoint_override: glance:9292'), {
    name: 'ConfigError',
    message: /^cloud here: image_endpoint_override glance:9292 is not a URL/,
  });
  await assert.rejects(resolveWith(t, 'image_endpoint_override: http://u:hunter2@glance'), {
    name: 'ConfigError',
    message: /^cloud here: image_endpoint_override must not hold a user name or a password \(/,
  });
});

test('api_timeout is seconds, for connecting and for the answer', async (t) => {
  const { timeouts } = await resolveWith(t, 'api_timeout: 2.5');
  assert.equal(timeouts.connect, 2500);
  assert.equal(timeouts.response, 2500);
});

for (const value of ['soon', '0', '-1']) {
  test(`api_timeout: ${value} is an error`, async (t) => {
    await assert.rejects(resolveWith(t, `api_timeout: ${value}`), {
      name: 'ConfigError',
      message: new RegExp(`^cloud here: api_timeout must be a number of seconds, not ${value} \\(`),
    });
  });
}

test('time-outs in the options win over api_timeout; the others keep their defaults', async (t) => {
  const { timeouts } = await resolveWith(t, 'api_timeout: 2', { timeouts: { connect: 7, idle: Infinity } });
  assert.equal(timeouts.connect, 7);
  assert.equal(timeouts.response, 2000);
  assert.equal(timeouts.idle, Infinity);
  assert.equal(timeouts.deadline, 300_000);
});

test('a time-out that is undefined keeps its default', async (t) => {
  const { timeouts } = await resolveWith(t, '', { timeouts: { connect: undefined } });
  assert.equal(timeouts.connect, 10_000);
});

test('the configuration cannot be changed afterwards', async (t) => {
  const config = await resolveWith(t, '');
  for (const part of [
    config,
    config.auth,
    config.tls,
    config.timeouts,
    config.interfaces,
    config.endpointOverrides,
  ]) {
    assert(Object.isFrozen(part));
  }
});

for (const [line, reason] of [
  ['max_connections: many', 'max_connections must be a whole number above 0'],
  ['rate_limit: -1', 'rate_limit must be a number above 0'],
  ['proxy: ftp://proxy.example', 'proxy: a proxy is spoken to by http:// or https://, not by ftp://'],
] as const) {
  test(`${line} is an error with its place`, async (t) => {
    const rejected = resolveWith(t, line);
    await assert.rejects(rejected, (error) => {
      assert(error instanceof Error);
      assert(error.message.startsWith(`cloud here: ${reason} (`), error.message);
      assert.match(error.message, /clouds\.yaml:10:\d+\)$/);
      return true;
    });
  });
}
