import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ImportError, StateError, TimeoutError } from '@ostk/sdk';
import type { ImportProgress } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { failure } from './support/failure.ts';
import { imageJson, json, startFakeCloud } from './support/fake-cloud.ts';
import type { FakeCloud } from './support/fake-cloud.ts';

/** What Glance shows at one look; the last one is shown for ever. */
interface Look {
  readonly image?: object;
  readonly task?: object;
  /** The image is gone. */
  readonly gone?: boolean;
}

const lock = { os_glance_import_task: 't1' };

function task(id: string, status: string, more: object = {}): object {
  const times = { created_at: '2026-11-23T10:00:00.123456', updated_at: '2026-11-23T10:00:00.123456' };
  const input = { image_id: 'x', import_req: {}, backend: ['fast', 'slow'] };
  return { id, type: 'api_image_import', status, message: '', input, result: null, ...times, ...more };
}

/** A cloud that shows one look after the other: each begins with the image, and goes on with its tasks. */
async function showing(
  scope: Scope,
  looks: readonly Look[],
  earlier: readonly object[] = [],
): Promise<FakeCloud> {
  let at = -1;
  let begun = false;
  return startFakeCloud(scope, ({ method, path }, response) => {
    if (method === 'POST') {
      begun = true;
      response.writeHead(202).end();
      return;
    }
    const isTasks = path.endsWith('/tasks');
    if (!isTasks) at = Math.min(at + 1, looks.length - 1);
    const look = looks[Math.max(at, 0)] ?? {};
    if (look.gone === true) json(response, { message: 'gone', code: '404 Not Found' }, 404);
    else if (!isTasks) json(response, imageJson('x', look.image));
    else {
      const own = begun || at >= 0 ? look.task : undefined;
      json(response, { tasks: own === undefined ? earlier : [...earlier, own] });
    }
  });
}

const patience = { interval: 1, timeout: 5000 } as const;

describe('waiting for an import', () => {
  test('follows it through all its states, and tells of each change once', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'queued', ...lock }, task: task('t1', 'pending') },
      { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
      { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
      {
        image: { status: 'importing', ...lock, os_glance_importing_to_stores: 'fast,slow' },
        task: task('t1', 'processing', { message: 'Copied 12 MiB' }),
      },
      {
        image: { status: 'active', ...lock, os_glance_importing_to_stores: 'slow' },
        task: task('t1', 'processing', { message: 'Copied 3 MiB' }),
      },
      { image: { status: 'active' }, task: task('t1', 'success') },
    ]);
    const seen: ImportProgress[] = [];
    const onProgress = (progress: ImportProgress): void => void seen.push(progress);
    const image = await connection.image.waitForImport('x', { ...patience, onProgress });
    assert.equal(image.status, 'active');
    assert.deepEqual(
      seen.map(({ status, task: state, copied, pendingStores }) => [
        status,
        state,
        copied,
        pendingStores.length,
      ]),
      [
        ['queued', 'pending', undefined, 0],
        ['importing', 'processing', undefined, 0],
        ['importing', 'processing', 12 * 1024 * 1024, 2],
        ['active', 'processing', 3 * 1024 * 1024, 1],
        ['active', 'success', undefined, 0],
      ],
    );
  });

  test('a return to queued is a failure, told with the words of the task', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
      {
        image: { status: 'queued', os_glance_failed_import: 'fast' },
        task: task('t1', 'failure', { message: 'Image import size 12 exceeds the limit' }),
      },
    ]);
    const error = await failure(connection.image.waitForImport('x', patience), ImportError);
    assert.equal(error.outcome, 'failed');
    assert.deepEqual(error.failedStores, ['fast']);
    assert.equal(error.taskId, 't1');
    assert.match(error.message, /failed: Image import size 12 exceeds the limit \(task t1\)$/);
  });

  test('the task is awaited that ends a little later than its image', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
      { image: { status: 'queued' }, task: task('t1', 'processing') },
      { image: { status: 'queued' }, task: task('t1', 'failure', { message: 'the reason' }) },
    ]);
    const error = await failure(connection.image.waitForImport('x', patience), ImportError);
    assert.match(error.message, /the reason/);
  });

  test('a reason that says nothing is told, with where to look', async (t) => {
    for (const message of ['', 'Task failed due to Internal Error']) {
      const { connection } = await showing(t, [
        { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
        { image: { status: 'queued' }, task: task('t1', 'failure', { message }) },
      ]);
      const error = await failure(connection.image.waitForImport('x', patience), ImportError);
      assert.match(error.message, /whether the source can be reached/);
      assert.match(error.message, message === '' ? /Glance gives no reason/ : /Internal Error/);
    }
  });

  test('some stores without the data are a partial failure', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
      { image: { status: 'active', os_glance_failed_import: 'slow' }, task: task('t1', 'success') },
    ]);
    const error = await failure(connection.image.waitForImport('x', patience), ImportError);
    assert.equal(error.outcome, 'partial');
    assert.deepEqual(error.failedStores, ['slow']);
    assert.match(error.message, /is active, but the import did not get its data into slow/);
  });

  test('a store that failed in an earlier import does not count', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
      { image: { status: 'active', os_glance_failed_import: 'tape' }, task: task('t1', 'success') },
    ]);
    assert.equal((await connection.image.waitForImport('x', patience)).status, 'active');
  });

  test('a copy that fails leaves the image active, and is a failure all the same', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'active', ...lock }, task: task('t1', 'processing') },
      { image: { status: 'active' }, task: task('t1', 'failure', { message: 'no space left' }) },
    ]);
    const copy = connection.image.copyToStores('x', ['slow'], patience);
    const error = await failure(copy, ImportError);
    assert.equal(error.outcome, 'failed');
    assert.match(error.message, /no space left/);
  });

  test('what never changes is stuck, and the error says so', async (t) => {
    const { connection } = await showing(t, [
      {
        image: { status: 'importing', ...lock },
        task: task('t1', 'processing', { message: 'Copied 7 MiB' }),
      },
    ]);
    const work = connection.image.waitForImport('x', { interval: 1, stuckAfter: 30 });
    const error = await failure(work, ImportError);
    assert.equal(error.outcome, 'stuck');
    assert.equal(error.taskId, 't1');
    assert.match(error.message, /stuck: nothing has changed for 0.03 s \(importing, "Copied 7 MiB"\)/);
  });

  test('an image that is left in importing, without a lock, by a task that has failed', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
      {
        image: { status: 'importing', os_glance_failed_import: 'fast' },
        task: task('t1', 'failure', { message: 'Task failed due to Internal Error' }),
      },
    ]);
    const work = connection.image.waitForImport('x', { ...patience, stuckAfter: Infinity });
    const error = await failure(work, ImportError);
    assert.deepEqual([error.outcome, error.taskId, error.failedStores], ['failed', 't1', ['fast']]);
  });

  test('what is staged for ever by a cloud that cannot import it is stuck as well', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'uploading', ...lock }, task: task('t1', 'pending') },
    ]);
    const work = connection.image.importImage('x', { method: 'glance-direct', interval: 1, stuckAfter: 30 });
    assert.equal((await failure(work, ImportError)).outcome, 'stuck');
  });

  test('what goes on is slow, not stuck: a TimeoutError', async (t) => {
    let copied = 0;
    const { connection } = await startFakeCloud(t, ({ path }, response) => {
      copied += 1;
      const running = task('t1', 'processing', { message: `Copied ${copied} MiB` });
      if (path.endsWith('/tasks')) json(response, { tasks: [running] });
      else json(response, imageJson('x', { status: 'importing', ...lock }));
    });
    const work = connection.image.waitForImport('x', { interval: 1, stuckAfter: 2000, timeout: 60 });
    const error = await failure(work, TimeoutError);
    assert.match(error.message, /still goes on \(importing: Copied \d+ MiB\)/);
  });

  test('an image that is deleted meanwhile', async (t) => {
    for (const end of [{ gone: true }, { image: { status: 'deleted' } }]) {
      const { connection } = await showing(t, [
        { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
        end,
      ]);
      const error = await failure(connection.image.waitForImport('x', patience), ImportError);
      assert.equal(error.outcome, 'failed');
      assert.match(error.message, /the image was deleted/);
    }
  });

  test("a service that tells nothing of tasks: the image's status has to do", async (t) => {
    let looks = 0;
    const { connection } = await startFakeCloud(t, ({ path }, response) => {
      if (path.endsWith('/tasks')) {
        json(response, { message: 'no such route', code: '404 Not Found' }, 404);
        return;
      }
      looks += 1;
      json(response, imageJson('x', looks < 3 ? { status: 'importing', ...lock } : { status: 'queued' }));
    });
    const error = await failure(connection.image.waitForImport('x', patience), ImportError);
    assert.match(error.message, /Glance gives no reason/);
    assert.equal(error.taskId, 't1');
  });

  test('the task of this import is told from those of earlier ones', async (t) => {
    const earlier = [task('t0', 'failure', { message: 'long ago', created_at: '2099-01-01T00:00:00' })];
    const looks: readonly Look[] = [{ image: { status: 'active' }, task: task('t1', 'success') }];
    const { connection } = await showing(t, looks, earlier);
    const image = await connection.image.importImage('x', {
      method: 'web-download',
      uri: 'http://x/',
      ...patience,
    });
    assert.equal(image.status, 'active');
  });

  test('the lock of a later import is not waited for', async (t) => {
    const { connection } = await showing(t, [
      { image: { status: 'active', ...lock }, task: task('t1', 'processing') },
      { image: { status: 'active', os_glance_import_task: 't2' }, task: task('t1', 'success') },
    ]);
    assert.equal((await connection.image.waitForImport('x', patience)).status, 'active');
  });

  test('a lock that its task has left behind is not waited for', async (t) => {
    const failed = task('t1', 'failure', { message: 'the database is gone' });
    const left = await showing(t, [
      { image: { status: 'importing', ...lock }, task: task('t1', 'processing') },
      { image: { status: 'active', ...lock }, task: failed },
    ]);
    const error = await failure(left.connection.image.waitForImport('x', patience), ImportError);
    assert.match(error.message, /the database is gone/);
    const done = await showing(t, [{ image: { status: 'active', ...lock }, task: task('t1', 'success') }]);
    assert.equal((await done.connection.image.waitForImport('x', patience)).status, 'active');
  });

  test('an import that was never begun is a StateError, not a wait', async (t) => {
    const { connection } = await showing(t, [{ image: { status: 'uploading' } }]);
    const error = await failure(connection.image.waitForImport('x', patience), StateError);
    assert.match(error.message, /is uploading, and no import of it is known/);
  });
});
