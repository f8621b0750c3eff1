import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';

import { BadRequest, Conflict, NotFound, OptionError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { novaTest } from '../harness/servers.ts';
import { failure } from '../sdk/support.ts';
import { openWorld } from './support.ts';

/** Bytes with their length before them. */
function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A new key in the form of `id_ed25519.pub`. */
function publicKey(): string {
  const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const key = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.from(x, 'base64url'))]);
  return `ssh-ed25519 ${key.toString('base64')} somebody`;
}

suite('Compute: key pairs', () => {
  novaTest('are told, listed, found and forgotten', async (t) => {
    const { demo } = await openWorld();
    const name = uniqueName();
    const key = publicKey();
    const made = await demo.compute.createKeypair({ name, publicKey: `${key}\n` });
    t.after(() => demo.compute.deleteKeypair(name, { ignoreMissing: true }));
    assert.equal(made.name, name);
    assert.equal(made.publicKey, key);
    assert.match(made.fingerprint, /^([\da-f]{2}:){15}[\da-f]{2}$/);

    const listed = await demo.compute.keypairs().toArray();
    const found = listed.find((pair) => pair.name === name);
    assert.deepEqual(found, { ...made, type: 'ssh' });
    assert.deepEqual(await demo.compute.findKeypair(name), await demo.compute.getKeypair(name));

    await demo.compute.deleteKeypair(name);
    assert.equal(await demo.compute.findKeypair(name), undefined);
    await failure(demo.compute.getKeypair(name), NotFound);
    await failure(demo.compute.deleteKeypair(name), NotFound);
    await demo.compute.deleteKeypair(name, { ignoreMissing: true });
  });

  novaTest('what is refused', async (t) => {
    const { demo } = await openWorld();
    const name = uniqueName();
    await demo.compute.createKeypair({ name, publicKey: publicKey() });
    t.after(() => demo.compute.deleteKeypair(name));
    await failure(demo.compute.createKeypair({ name, publicKey: publicKey() }), Conflict);
    await failure(demo.compute.createKeypair({ name: uniqueName(), publicKey: 'no key' }), BadRequest);
    await failure(demo.compute.createKeypair({ name, publicKey: ' ' }), OptionError);
  });
});
