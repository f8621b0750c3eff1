import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, OptionError } from '@ostk/sdk';
import * as fc from 'fast-check';

import { checkNumber, checkOptions, closest } from '#src/options.js';

const auth = { authUrl: 'http://keystone.example', userId: 'u', password: 'p' };

/** What a caller without types may pass. */
function connectWith(options: object): Promise<unknown> {
  return connect(options);
}

function optionError(message: string | RegExp): object {
  return { name: 'OptionError', code: 'ERR_OPTION', message };
}

test('an option that does not exist is refused with the one that was meant', async () => {
  await assert.rejects(
    connectWith({ clowd: 'x' }),
    optionError('connect: there is no option clowd; did you mean cloud?'),
  );
});

test('two letters that changed places are recognised', async () => {
  await assert.rejects(connectWith({ cluod: 'x' }), optionError(/did you mean cloud\?/));
});

test('an option that is near to none is refused with all there are', async () => {
  await assert.rejects(
    connectWith({ zzzzzz: 1 }),
    optionError(/there is no option zzzzzz; known are cloud, auth, /),
  );
});

test('spellings of clouds.yaml are refused with ours', async () => {
  await assert.rejects(
    connectWith({ auth: { ...auth, project_id: 'x' } }),
    optionError(/project_id; did you mean projectId\?/),
  );
  await assert.rejects(
    connectWith({ region_name: 'x' }),
    optionError(/region_name; did you mean regionName\?/),
  );
});

test('options of sections are checked as well', async () => {
  await assert.rejects(
    connectWith({ endpointOverrides: { images: 'http://x' } }),
    optionError(/images; did you mean image\?/),
  );
  await assert.rejects(
    connectWith({ timeouts: { connection: 5 } }),
    optionError(/connect: timeouts: there is no option connection/),
  );
});

test('a time-out must be a positive number of milliseconds', async () => {
  for (const connectTimeout of [0, -1, Number.NaN, '5']) {
    await assert.rejects(
      connectWith({ auth, timeouts: { connect: connectTimeout } }),
      optionError(`connect: timeouts.connect: ${connectTimeout} is not a number of at least 1`),
    );
  }
});

test('a value of a type that cannot be is refused, not ignored', async () => {
  await assert.rejects(
    connectWith({ auth: { ...auth, projectId: 123 } }),
    optionError('connect: auth: projectId must be text, not number'),
  );
  await assert.rejects(
    connectWith({ auth: { ...auth, projectId: null } }),
    optionError('connect: auth: projectId must be text, not null'),
  );
  await assert.rejects(
    connectWith({ auth, regionName: {} }),
    optionError('connect: regionName must be text, not object'),
  );
});

test('connect makes no request', async () => {
  const conn = await connect({ auth: { ...auth, authUrl: 'http://127.0.0.1:1' } });
  assert.equal(conn.config.authType, 'password');
  await conn.close();
});

test('options that are undefined are not given', async () => {
  const conn = await connect({ auth, regionName: undefined, cacert: undefined, verify: undefined });
  assert.equal(conn.config.regionName, undefined);
  assert.equal(conn.config.tls.verify, true);
  await conn.close();
});

test('interfaces in the options, one and several', async () => {
  const one = await connect({ auth, interface: 'internal' });
  assert.deepEqual(one.config.interfaces, ['internal']);
  const several = await connect({ auth, interface: ['admin', 'internal'] });
  assert.deepEqual(several.config.interfaces, ['admin', 'internal']);
  await one.close();
  await several.close();
});

function rejects(given: object, message: RegExp): Promise<void> {
  return assert.rejects(connectWith({ auth: { authUrl: 'http://k', ...given } }), {
    name: 'ConfigError',
    message,
  });
}

test('a missing setting is found by connect, not by the first request', async () => {
  await rejects({ username: 'u', userDomainName: 'D' }, /password is missing/);
  await rejects({ password: 'p' }, /username \(or user_id\) is missing/);
  await rejects({ username: 'u', password: 'p' }, /username needs user_domain_name/);
  await rejects({ userId: 'u', password: 'p', projectName: 'x' }, /project_name needs project_domain_name/);
  await rejects({ applicationCredentialSecret: 's' }, /application_credential_id .* is missing/);
  await rejects({ authUrl: '', userId: 'u', password: 'p' }, /auth_url is missing/);
});

test('the nearest name is never farther than a third of the letters, or two', () => {
  assert.equal(closest('a', ['xyz', 'abc']), undefined);
  assert.equal(closest('regin', ['region', 'origin']), 'region');
  assert.equal(closest('x', []), undefined);
});

test('a name is nearest to itself', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), fc.nat(), (names, index) => {
      const name = names[index % names.length] ?? '';
      assert.equal(closest(name, names)?.toLowerCase(), name.toLowerCase());
    }),
  );
});

test('names that every object has are no options', () => {
  assert.throws(() => checkOptions('here', { constructor: 1 }, { a: true }), OptionError);
});

test('numbers are checked against their minimum', () => {
  checkNumber('here', 0, 0);
  checkNumber('here', undefined, 1);
  assert.throws(
    () => checkNumber('here: limit', -1, 0),
    optionError('here: limit: -1 is not a number of at least 0'),
  );
  assert.throws(() => checkNumber('here', Infinity, 0), OptionError);
});
