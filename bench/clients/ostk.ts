// What this SDK does for each task, in one process: download ID FILE | upload NAME FILE | list.
import { connect } from '@ostk/sdk';

const [task, first = '', second = ''] = process.argv.slice(2);
await using conn = await connect();
if (task === 'download') {
  await conn.image.downloadImage(first, { output: second });
} else if (task === 'upload') {
  await conn.image.uploadImage({ name: first, data: second, diskFormat: 'raw', containerFormat: 'bare' });
} else if (task === 'list') {
  let count = 0;
  for await (const _ of conn.image.images({ limit: 1000 })) count += 1;
  process.stdout.write(`${count}\n`);
}
