// What `npm start` shows: a cloud is started in this process, and the main job is done on it with a real file,
// the executable of Node itself.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { startDevCloud } from '@ostk/devcloud';
import { connect, type TransferProgress } from '@ostk/sdk';

const mebibyte = 1024 * 1024;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line that is written over again on a terminal, and only its last state elsewhere. */
function showProgress({ phase, bytes, total, rate }: TransferProgress): void {
  const done = total === undefined || total === 0 ? '' : ` ${Math.floor((bytes / total) * 100)} %`;
  const line = `    ${phase}${done}, ${(bytes / mebibyte).toFixed(0)} MiB, ${(rate / mebibyte).toFixed(0)} MiB/s`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line.padEnd(60)}${phase === 'verifying' ? '\n' : ''}`);
  else if (bytes === 0 || phase === 'verifying') say(line);
}

async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function check(what: string, right: boolean): void {
  if (!right) throw new Error(`${what}: the digests differ`);
  say(`    sha512 compared: equal`);
}

const source = process.execPath;
const expected = await sha512Of(source);

await using cloud = await startDevCloud();
say(`A cloud is up at ${cloud.authUrl}`);

await using conn = await connect({
  auth: {
    authUrl: cloud.authUrl,
    username: 'demo',
    password: 'secret',
    userDomainName: 'Default',
    projectName: 'demo',
    projectDomainName: 'Default',
  },
});

const list = async (): Promise<void> => {
  say('\nList images');
  const images = await conn.image.images().toArray();
  if (images.length === 0) say('    (none)');
  for (const image of images)
    say(`    ${image.id}  ${image.status}  ${image.size ?? 0} bytes  ${image.name ?? ''}`);
};

await list();

say(`\nCreate an image from ${source}`);
const image = await conn.image.uploadImage({
  name: 'node',
  data: source,
  diskFormat: 'raw',
  containerFormat: 'bare',
  properties: { os_distro: 'none' },
  onProgress: showProgress,
});
check('upload', image.osHashValue === expected);

await list();

say('\nDownload it as a stream (stream: true, chunkSize: 1 MiB)');
const hash = createHash('sha512');
const stream = await conn.image.downloadImage(image, { stream: true, chunkSize: mebibyte });
for await (const chunk of stream) hash.update(chunk);
check('stream', hash.digest('hex') === expected);

say('\nDownload it into memory (stream: false)');
const bytes = await conn.image.downloadImage(image, { stream: false });
say(`    ${bytes.length} bytes`);
check('memory', createHash('sha512').update(bytes).digest('hex') === expected);

say('\nDownload it to a file');
const folder = await mkdtemp(path.join(tmpdir(), 'ostk-tour-'));
try {
  const file = await conn.image.downloadImage(image, {
    output: path.join(folder, 'node'),
    onProgress: showProgress,
  });
  check('file', (await sha512Of(file.path)) === expected);
} finally {
  await rm(folder, { recursive: true });
}

say('\nDelete it');
await conn.image.deleteImage(image);
await list();
