import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Fault } from '@ostk/devcloud';

import { login } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { glanceDirect, settled, stage, startImport, tasksOf } from '../support/imports.ts';
import { eventually } from '../support/raw.ts';

const on = 'POST /v2/images/:id/import';
const everywhere = { ...glanceDirect, all_stores: true };

async function imported(
  t: Parameters<typeof startCloud>[0],
  fault: Fault,
  request: Readonly<Record<string, unknown>>,
): Promise<{ readonly demo: Awaited<ReturnType<typeof login>>; readonly id: string }> {
  const demo = await login(await startCloud(t, { faults: [fault] }), 'demo');
  const { id } = await demo.createImage();
  await stage(demo, id, 'x'.repeat(1000));
  assert.equal((await startImport(demo, id, request)).status, 202);
  return { demo, id };
}

describe('faults of imports', () => {
  test('an import that hangs stays in importing, and the cloud closes all the same', async (t) => {
    const { demo, id } = await imported(t, { on, do: 'hang-import', after: 500 }, glanceDirect);
    const image = await eventually(
      () => demo.getImage(id),
      ({ status }) => status === 'importing',
    );
    assert.equal(image['os_glance_importing_to_stores'], 'fast');
    assert.equal((await tasksOf(demo, id))[0]?.status, 'processing');
  });

  test('an import that hangs for a time goes on', async (t) => {
    const { demo, id } = await imported(t, { on, do: 'hang-import', milliseconds: 20 }, glanceDirect);
    assert.equal((await settled(demo, id))['status'], 'active');
  });

  test('an import fails with the message it is told', async (t) => {
    const { demo, id } = await imported(
      t,
      { on, do: 'fail-import', message: 'The disk is full' },
      glanceDirect,
    );
    assert.equal((await settled(demo, id))['os_glance_failed_import'], 'fast');
    const [task] = await tasksOf(demo, id);
    assert.deepEqual([task?.status, task?.message], ['failure', 'The disk is full']);
  });

  test('it fails in one store only, when that is all right', async (t) => {
    const request = { ...everywhere, all_stores_must_succeed: false };
    const { demo, id } = await imported(t, { on, do: 'fail-import', store: 'cheap' }, request);
    const image = await settled(demo, id);
    assert.deepEqual(
      [image['status'], image['stores'], image['os_glance_failed_import']],
      ['active', 'fast', 'cheap'],
    );
    assert.equal((await tasksOf(demo, id))[0]?.status, 'success');
  });

  test('what is in the first store goes when the second one fails and all have to succeed', async (t) => {
    const { demo, id } = await imported(t, { on, do: 'fail-import', store: 'cheap' }, everywhere);
    const image = await settled(demo, id);
    assert.deepEqual(
      [image['status'], image['stores'], image['os_glance_failed_import'], image['size'], image['checksum']],
      ['importing', undefined, 'cheap', null, null],
    );
  });

  test('a slow import tells how far it has got', async (t) => {
    const { demo, id } = await imported(t, { on, do: 'slow-import', bytesPerSecond: 4000 }, glanceDirect);
    await eventually(
      () => tasksOf(demo, id),
      ([task]) => task?.status === 'processing' && task.message === 'Copied 0 MiB',
    );
    assert.equal((await settled(demo, id))['status'], 'active');
  });

  test('a key that a fault of an import does not have is named', async (t) => {
    const cloud = await startCloud(t);
    const fault = JSON.parse(JSON.stringify({ on, do: 'slow-import' }));
    assert.throws(() => cloud.faults.add(fault), /Fault "slow-import" needs "bytesPerSecond"/);
  });
});
