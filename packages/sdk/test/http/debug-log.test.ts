import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { createImage, listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { sendJson } from './support/server.ts';

const run = promisify(execFile);

test('requests as curl commands, answers, bodies; no secret among them', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) =>
      sendJson(response, { name: 'x', secret: 'ans-c4n4ry' }, 201, { 'Set-Cookie': 'c=cookie-c4n4ry' }),
  });
  const lines: string[] = [];
  const session = await openSession(t, cloud.authUrl, { debug: (line) => lines.push(line) });
  await session.json({
    ...createImage,
    query: [['token', 'query-c4n4ry']],
    json: { name: "it's", adminPass: 'body-c4n4ry', user_data: 'data-c4n4ry' },
  });
  const text = lines.join('\n');
  assert.doesNotMatch(text, /c4n4ry|correct horse|token-1/);
  assert.match(text, /^REQ: curl -g -i -X POST 'http:\/\/127\.0\.0\.1:\d+\/identity\/v3\/auth\/tokens' -H /m);
  assert.match(text, /-H 'X-Auth-Token: \*\*\*'/);
  assert.match(text, /-d '\{"name":"it'\\''s","adminPass":"\*\*\*","user_data":"\*\*\*"\}'$/m);
  assert.match(text, /^RESP: \[201\] .*set-cookie: \*\*\*.* \(\d+ ms\)$/m);
  assert.match(text, /^RESP BODY: \{"name":"x","secret":"\*\*\*"\}$/m);
});

test('the command is one that a shell takes', async (t) => {
  const cloud = await startFakeCloud(t);
  const lines: string[] = [];
  const session = await openSession(t, cloud.authUrl, { debug: (line) => lines.push(line) });
  await session.json({ ...createImage, json: { name: `it's "$(exit 3)" \\ and\nmore` } });
  const request = lines.find((line) => line.includes('/images'));
  const { stdout } = await run('sh', ['-c', request?.replace('REQ: curl', "printf '%s\\n'") ?? 'exit 9']);
  assert(stdout.includes(String.raw`{"name":"it's \"$(exit 3)\" \\ and\nmore"}`), stdout);
});

test('refusals and failures are in it, each on one line, long bodies cut', async (t) => {
  let cut = false;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      if (cut) response.destroy();
      else sendJson(response, `evil\r\n\u001B[2Jline ${'x'.repeat(20_000)}`, 409);
    },
  });
  const lines: string[] = [];
  const session = await openSession(t, cloud.authUrl, { debug: (line) => lines.push(line) });
  await rejectionOf(session.json(createImage));
  cut = true;
  await rejectionOf(session.json(createImage));
  assert(lines.every((line) => !/\p{Cc}/u.test(line)));
  const body = lines.find((line) => line.startsWith('RESP BODY: "evil'));
  assert(body !== undefined && body.length < 9000, String(body?.length));
  assert.match(lines.at(-1) ?? '', /^FAILED: POST http:.*connection/);
});

async function* data(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('image-data');
}

test('what is streamed is not in it', async (t) => {
  const cloud = await startFakeCloud(t);
  const lines: string[] = [];
  const session = await openSession(t, cloud.authUrl, { debug: (line) => lines.push(line) });
  await session.call({ service: 'image', method: 'PUT', path: '/images/1/file', stream: data() });
  assert(lines.some((line) => line.endsWith(' -T -')));
  assert(!lines.join('').includes('image-data'));
});

test('NODE_DEBUG=ostk writes it to stderr', async (t) => {
  const cloud = await startFakeCloud(t);
  const program = `
    import { connect } from ${JSON.stringify(import.meta.resolve('@ostk/sdk'))};
    const auth = { authUrl: ${JSON.stringify(cloud.authUrl)}, userId: 'u', password: 'pass-c4n4ry' };
    const conn = await connect({ auth });
    await conn.session.json({ service: 'image', method: 'GET', path: '/images' });
  `;
  const { stderr } = await run(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, NODE_DEBUG: 'ostk' },
  });
  assert.match(stderr, /^OSTK \d+: REQ: curl -g -i -X GET/m);
  assert.doesNotMatch(stderr, /c4n4ry/);
});

test('without the wish for it there is none', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  assert.equal((await session.json(listImages)).status, 200);
});
