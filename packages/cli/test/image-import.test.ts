import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { bench, words } from './support/ostk.ts';

const data = Buffer.alloc(200_000, 'data');

/** A server that a cloud may fetch from: `/data` has data, everything else is missing. */
async function source(t: TestContext): Promise<{ readonly url: string; readonly host: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/data.qcow2') response.end(data);
    else response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const host = `127.0.0.1:${address.port}`;
  return { url: `http://${host}`, host };
}

const statusAndSize = words('-f value -c size -c status');

void test('image stage and image import: staged data become those of the image', async (t) => {
  const { ok, ostk, folder } = await bench(t);
  const path = join(folder, 'data');
  await writeFile(path, data);
  await ok(['image', 'create', 'x']);
  await ok(['image', 'stage', 'x', '--file', path]);
  assert.equal(await ok(words('image show x -f value -c status')), 'uploading');
  assert.equal(await ok(['image', 'import', 'x', '--wait', ...statusAndSize]), `${data.length}\nactive`);
  const again = await ostk(words('image import x'));
  assert.equal(again.code, 1);
  assert.match(
    again.stderr,
    /--method glance-direct is for images that are uploading, and .* is active: it has its data already$/m,
  );
});

void test('image stage takes stdin, and refuses an image that has data', async (t) => {
  const { ok, ostk } = await bench(t);
  await ok(['image', 'create', 'x']);
  await ok(['image', 'stage', 'x'], { stdin: Readable.from([data]) });
  await ok(words('image import x --wait'));
  const { code, stderr } = await ostk(['image', 'stage', 'x'], { stdin: Readable.from([data]) });
  assert.equal(code, 1);
  assert.match(stderr, /^ostk image stage: /);
});

void test('image import --method web-download has the cloud fetch the data, and tells why it could not', async (t) => {
  const { url, host } = await source(t);
  const { ok, ostk } = await bench(t, { webDownload: { allow: [host] } });
  await ok(['image', 'create', 'x']);
  const fetchTo = ['image', 'import', 'x', '--method', 'web-download', '--wait', '--uri'];
  const missing = await ostk([...fetchTo, `${url}/none`]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^ostk image import: .* failed: .*whether the source can be reached/);
  assert.equal(await ok(words('image show x -f value -c status')), 'queued');
  assert.equal(await ok([...fetchTo, `${url}/data.qcow2`, ...statusAndSize]), `${data.length}\nactive`);
  const again = await ostk([...fetchTo, `${url}/data.qcow2`]);
  assert.match(again.stderr, /is active: an image that has data cannot be given others/);
});

void test('image create --from has the cloud fetch the data, and leaves no image if it cannot', async (t) => {
  const { url, host } = await source(t);
  const { ok, ostk } = await bench(t, {
    release: 'zed',
    webDownload: { allow: [host] },
  });
  const argv = ['image', 'create', 'x', '-f', 'value', '-c', 'disk_format', '-c', 'size', '-c', 'status'];
  assert.equal(await ok([...argv, '--from', `${url}/data.qcow2`]), `qcow2\n${data.length}\nactive`);
  await ok(words('image delete x'));
  const { code, stderr } = await ostk([...argv, '--from', `${url}/none`]);
  assert.equal(code, 1);
  assert.match(stderr, /^ostk image create: .*404/);
  assert.equal(await ok(words('image list -f value')), '');
});

void test('image import does not wait without --wait', async (t) => {
  const { ok } = await bench(t, { faults: [{ on: 'POST /v2/images/:id/import', do: 'hang-import' }] });
  await ok(['image', 'create', 'x']);
  await ok(['image', 'stage', 'x'], { stdin: Readable.from([data]) });
  assert.match(await ok(words('image import x -f value -c status')), /^(uploading|importing)$/);
});

void test('image import info and image stores list tell what there is', async (t) => {
  const { ok } = await bench(t);
  assert.equal(
    await ok(words('image import info -f value')),
    "['glance-direct', 'web-download', 'copy-image']",
  );
  assert.equal(await ok(words('image stores list -f value')), 'fast None True\ncheap None None');
  const detailed = await ok(words('image stores list --detail -f json'));
  assert.match(detailed, /"Properties": \{/);
});

void test('image create --store, copies in other stores, and image delete --store', async (t) => {
  const { ok, ostk, folder } = await bench(t);
  const path = join(folder, 'data');
  await writeFile(path, data);
  const stores = words('image show x -f json -c properties');
  await ok(['image', 'create', 'x', '--file', path, '--store', 'cheap']);
  assert.match(await ok(stores), /"stores": "cheap"/);
  await ok(words('image import x --method copy-image --all-stores --wait'));
  assert.match(await ok(stores), /"stores": "(cheap,fast|fast,cheap)"/);
  await ok(words('image delete --store cheap x'));
  assert.match(await ok(stores), /"stores": "fast"/);
  const unknown = await ostk(['image', 'create', 'y', '--file', path, '--store', 'none']);
  assert.equal(unknown.code, 1);
  assert.equal(await ok(words('image list -f value -c Name')), 'x');
});

void test('image tasks, image task list and image task show tell of an import', async (t) => {
  const { ok, ostk } = await bench(t);
  const id = await ok(words('image create x -f value -c id'));
  await ok(['image', 'stage', 'x'], { stdin: Readable.from([data]) });
  await ok(words('image import x --wait'));
  const task = await ok(words('image tasks x -f value -c ID'));
  assert.match(task, /^[\da-f-]{36}$/);
  assert.equal(await ok(words('image tasks x -f value -c Type -c Status')), 'api_image_import success');
  assert.match(await ok(words('image task list -f value -c ID -c Status')), new RegExp(`^${task} success$`));
  assert.equal(await ok(words('image task list --status failure -f value')), '');
  const shown = await ok(['image', 'task', 'show', task, '-f', 'json']);
  assert.ok(shown.includes(id));
  assert.match(shown, /"type": "api_image_import"/);
  const missing = await ostk(words('image task show none'));
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^ostk image task show: .*404/);
});
