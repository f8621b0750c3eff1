import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { MicroversionError, NotFound, OptionError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { novaTest } from '../harness/servers.ts';
import { failure, refusal } from '../sdk/support.ts';
import { openWorld } from './support.ts';

suite('Compute: flavors', () => {
  novaTest('are listed, got by id, and found by name or id', async () => {
    const { demo, flavor } = await openWorld();
    assert.equal(flavor.name, 'm1.nano');
    assert.ok(flavor.ram > 0 && flavor.vcpus > 0 && flavor.isPublic);
    const listed = await demo.compute.flavors().toArray();
    assert.deepEqual(
      listed.find(({ id }) => id === flavor.id),
      flavor,
    );
    assert.deepEqual(await demo.compute.getFlavor(flavor), flavor);
    assert.deepEqual(await demo.compute.findFlavor(flavor.id), flavor);
    assert.equal(await demo.compute.findFlavor(randomUUID()), undefined);
    await failure(demo.compute.getFlavor(randomUUID()), NotFound);
  });

  novaTest('page by page, and those that are large enough', async () => {
    const { demo, flavor } = await openWorld();
    const all = await demo.compute.flavors().toArray();
    const one = await demo.compute.flavors({ limit: 1 }).toArray();
    assert.deepEqual(one, all);
    const larger = await demo.compute.flavors({ minRam: flavor.ram + 1 }).toArray();
    assert.deepEqual(
      larger,
      all.filter(({ ram }) => ram > flavor.ram),
    );
  });

  novaTest('a later microversion tells more', async () => {
    const { demo, flavor } = await openWorld();
    assert.equal(flavor.extraSpecs, null);
    const detailed = await demo.compute.getFlavor(flavor, { microversion: '2.61' });
    assert.deepEqual(detailed, {
      ...flavor,
      extraSpecs: detailed.extraSpecs,
      description: detailed.description,
    });
    assert.notEqual(detailed.extraSpecs, null);
  });

  novaTest('one that this cloud does not speak', async () => {
    const { demo, flavor } = await openWorld();
    const range = await demo.compute.microversions();
    assert.equal(range?.min, '2.1');
    const error = await failure(
      demo.compute.getFlavor(flavor, { microversion: '2.9999' }),
      MicroversionError,
    );
    assert.equal(error.needed, '2.9999');
    assert.equal(error.max, range?.max);
    assert.match(
      error.message,
      /needs microversion 2\.9999 of the Compute API; this cloud speaks 2\.1 to 2\.\d+$/,
    );
  });

  novaTest('options that there are not', async () => {
    const { demo } = await openWorld();
    const query: object = { minDsk: 1 };
    assert.match(refusal(() => demo.compute.flavors(query), OptionError).message, /did you mean minDisk\?/);
  });
});
