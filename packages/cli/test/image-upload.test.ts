import assert from 'node:assert/strict';
import { generateKeyPairSync, createVerify, constants } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { signFile } from '#src/image/sign.js';
import { bench, temporaryFolder } from './support/ostk.ts';

const data = Buffer.alloc(300_000, 'data');

void test('image upload gives data to an image that has none, and only to that', async (t) => {
  const { ok, ostk, folder } = await bench(t);
  const path = join(folder, 'data');
  await writeFile(path, data);
  await ok(['image', 'create', 'x']);
  const argv = ['image', 'upload', 'x', '--file', path, '-f', 'value', '-c', 'size', '-c', 'status'];
  assert.equal(await ok(argv), `${data.length}\nactive`);
  assert.equal(await ok(['image', 'show', 'x', '-f', 'value', '-c', 'size']), String(data.length));
  const again = await ostk(['image', 'upload', 'x', '--file', path]);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /^ostk image upload: image [\da-f-]{36} is active: only one that is queued/);
});

void test('image upload takes stdin if there is no --file, unless it is a terminal or empty', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'x']);
  const empty = await ostk(['image', 'upload', 'x'], { stdin: Readable.from([]) });
  assert.equal(empty.code, 1);
  assert.equal(await ok(['image', 'show', 'x', '-f', 'value', '-c', 'status']), 'queued');
  const terminal = Object.assign(Readable.from([data]), { isTTY: true });
  assert.equal((await ostk(['image', 'upload', 'x'], { stdin: terminal })).code, 2);
  await ok(['image', 'upload', 'x'], { stdin: Readable.from([data]) });
  assert.equal(await ok(['image', 'show', 'x', '-f', 'value', '-c', 'status']), 'active');
});

void test('image verify tells whether a file is an image', async (t) => {
  const { ok, ostk, folder } = await bench(t);
  const [same, other, shorter] = ['same', 'other', 'shorter'].map((name) => join(folder, name));
  assert.ok(same !== undefined && other !== undefined && shorter !== undefined);
  await writeFile(same, data);
  await writeFile(other, Buffer.alloc(data.length, 'Data'));
  await writeFile(shorter, data.subarray(1));
  await ok(['image', 'create', 'x', '--file', same]);
  assert.equal(await ok(['image', 'verify', same, 'x', '-f', 'value', '-c', 'identical']), 'True');
  const differs = await ostk(['image', 'verify', other, 'x']);
  assert.equal(differs.code, 1);
  assert.match(differs.stderr, /its sha512 is [\da-f]{128}, the image's is [\da-f]{128}$/m);
  assert.match(
    (await ostk(['image', 'verify', shorter, 'x'])).stderr,
    /it has 299999 bytes, the image 300000/,
  );
  assert.match(
    (await ostk(['image', 'verify', join(folder, 'none'), 'x'])).stderr,
    /^ostk image verify: cannot read \S+: there is no such file\n$/,
  );
});

void test('a signature is one that Glance can verify', async (t) => {
  const path = join(await temporaryFolder(t), 'data');
  await writeFile(path, data);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyPath = `${path}.pem`;
  await writeFile(keyPath, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const properties = await signFile(path, { keyPath, certificate: 'c1' });
  assert.equal(properties['img_signature_certificate_uuid'], 'c1');
  assert.equal(properties['img_signature_hash_method'], 'SHA-256');
  assert.equal(properties['img_signature_key_type'], 'RSA-PSS');
  const verifier = createVerify('RSA-SHA256').update(data);
  const key = {
    key: publicKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN,
  };
  assert.ok(verifier.verify(key, properties['img_signature'] ?? '', 'base64'));
});

void test('options of image create that contradict each other are refused before anything is done', async (t) => {
  const { ok, ostk } = await bench(t);
  const wrong = [
    ['--from', 'http://x/y', '--file', 'z'],
    ['--import'],
    ['--store', 's'],
    ['--sign-key-path', 'k'],
    ['--sign-key-path', 'k', '--sign-cert-id', 'c'],
    ['--volume', 'v'],
  ];
  for (const options of wrong) assert.equal((await ostk(['image', 'create', 'x', ...options])).code, 2);
  assert.equal(await ok(['image', 'list', '-f', 'value']), '');
});
