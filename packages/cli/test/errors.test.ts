import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';
import { bench, ostk, signIn, words } from './support/ostk.ts';

void test('a wrong password: one line, exit code 1, no password in it', async (t) => {
  const { cloud } = await bench(t);
  const argv = [...signIn(cloud), '--os-password=canary-wrong', 'image', 'list'];
  const { code, stdout, stderr } = await ostk(argv);
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.equal(stderr.split('\n').length, 2);
  assert.match(stderr, /^ostk image list: .*401/);
  assert.doesNotMatch((await ostk([...argv, '--debug'])).stderr, /canary-wrong/);
});

void test('nothing listens: the line names the URL', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  server.close();
  await once(server, 'close');
  t.after(() => server.close());
  const url = `http://127.0.0.1:${address.port}/v3`;
  const { code, stderr } = await ostk([
    `--os-auth-url=${url}`,
    '--os-username=x',
    '--os-password=y',
    '--os-project-name=z',
    ...words('--os-user-domain-name=Default --os-project-domain-name=Default token issue'),
  ]);
  assert.equal(code, 1);
  assert.ok(stderr.includes(`127.0.0.1:${address.port}`));
  assert.equal(stderr.split('\n').length, 2);
});

void test('--debug shows the chain of causes, the request id and the status', async (t) => {
  const { ostk: run, cloud } = await bench(t);
  cloud.faults.add({
    on: 'GET /v2/images',
    do: 'status',
    status: 403,
    headers: { 'x-openstack-request-id': 'req-1' },
  });
  const plain = await run(['image', 'list']);
  assert.equal(plain.stderr.split('\n').length, 2);
  assert.match(plain.stderr, /req-1/);
  const { code, stderr } = await run(['image', 'list', '--debug']);
  assert.equal(code, 1);
  assert.match(stderr, /status: 403/);
  assert.match(stderr, /requestId: 'req-1'/);
  assert.match(stderr, /\n {4}at /);
});

void test('what a service answers cannot steer the terminal', async (t) => {
  const { ostk: run, ok, cloud } = await bench(t);
  cloud.faults.add({
    on: 'GET /v2/images',
    do: 'status',
    status: 400,
    body: '{"message": "bad\\u001b[2J\\nline two"}',
    headers: { 'content-type': 'application/json' },
    times: 1,
  });
  const { stderr } = await run(['image', 'list']);
  assert.ok(!stderr.includes('\u001B'));
  assert.equal(stderr.split('\n').length, 2);
  await ok(['image', 'create', 'red\u001B[31m']);
  const table = await ok(['image', 'list']);
  assert.ok(!table.includes('\u001B'));
  assert.ok(table.includes(String.raw`red\x1b[31m`));
});
