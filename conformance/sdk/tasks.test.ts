import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { Forbidden, NotFound, OptionError, StateError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { serveToCloud } from '../harness/web-source.ts';
import { connectAs, create, failure, refusal } from './support.ts';

const demo = await connectAs('demo');
const admin = await connectAs('admin');
const patience = { interval: 100, timeout: 60_000 } as const;

suite('SDK: tasks', () => {
  test('an import is a task: listed, got, waited for', async (t) => {
    const image = await create(t, admin);
    await admin.image.stageImage(image, { text: 'data' });
    await admin.image.importImage(image, { method: 'glance-direct', ...patience });
    const [known] = await admin.image.imageTasks(image);
    assert.ok(known !== undefined);
    const task = await admin.image.tasks.get(known.id);
    assert.equal(task.type, 'api_image_import');
    assert.equal(task.status, 'success');
    assert.equal(task.imageId, image.id);
    assert.deepEqual(task.result, { image_id: image.id });
    assert.ok(task.input !== null && task.requestId?.startsWith('req-') === true && task.userId !== null);
    assert.equal((await admin.image.tasks.wait(task, patience)).id, task.id);
    const listed = await admin.image.tasks.list({ status: 'success' }).toArray();
    const stub = listed.find(({ id }) => id === task.id);
    assert.equal(stub?.createdAt, task.createdAt);
    assert.equal(stub.message, null);
    assert.equal(stub.input, null);
  });

  test('lists have pages, an order, and a limit', async (t) => {
    for (let count = 0; count < 3; count += 1) {
      const image = await create(t, admin);
      await admin.image.stageImage(image, { text: 'data' });
      await admin.image.importImage(image, { method: 'glance-direct', ...patience });
    }
    const query = { sortKey: 'createdAt', sortDir: 'asc' } as const;
    const all = await admin.image.tasks.list(query).toArray();
    assert.ok(all.length >= 3);
    const times = all.map(({ createdAt }) => createdAt);
    assert.deepEqual(times, times.toSorted());
    const paged = await admin.image.tasks.list({ ...query, limit: 2, maxItems: 3 }).toArray();
    assert.deepEqual(
      paged.map(({ id }) => id),
      all.slice(0, 3).map(({ id }) => id),
    );
  });

  test('a task that fails is a StateError with its message', async (t) => {
    const url = await serveToCloud(t, (_, response) => response.writeHead(404).end());
    const begun = await admin.image.tasks.create({
      type: 'import',
      input: {
        import_from: `${url}/image`,
        import_from_format: 'raw',
        image_properties: { name: 'never', disk_format: 'raw', container_format: 'bare' },
      },
    });
    assert.equal(begun.type, 'import');
    assert.equal(begun.input?.['import_from_format'], 'raw');
    const listed = await admin.image.tasks.list({ type: 'import' }).toArray();
    assert.ok(listed.some(({ id }) => id === begun.id) && listed.every(({ type }) => type === 'import'));
    const error = await failure(admin.image.tasks.wait(begun, patience), StateError);
    assert.equal(error.actual, 'failure');
    const { message, status } = await admin.image.tasks.get(begun);
    assert.equal(status, 'failure');
    assert.ok(message !== null && error.message.endsWith(message));
  });

  test('are for administrators; the tasks of an image are for who sees it', async (t) => {
    await failure(demo.image.tasks.list().toArray(), Forbidden);
    await failure(demo.image.tasks.get(randomUUID()), Forbidden);
    await failure(demo.image.tasks.create({ type: 'import', input: {} }), Forbidden);
    const image = await create(t, demo);
    assert.deepEqual(await demo.image.imageTasks(image), []);
    await failure(demo.image.imageTasks(randomUUID()), NotFound);
  });

  test('one that is not there', async () => {
    await failure(admin.image.tasks.get(randomUUID()), NotFound);
    await failure(admin.image.tasks.wait(randomUUID(), { timeout: 10 }), NotFound);
  });

  test('filters and options exist', async () => {
    const query: object = { state: 'success' };
    assert.match(refusal(() => admin.image.tasks.list(query), OptionError).message, /no option state/);
    const task = { type: 'import', input: {}, extra: 1 };
    await failure(admin.image.tasks.create(task), OptionError);
    await failure(admin.image.tasks.get(''), OptionError);
  });
});
