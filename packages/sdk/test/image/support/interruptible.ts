// A program as a user would write it: Ctrl-C aborts what is under way. Started by interrupt.test.ts as a process.
//   AUTH_URL FOLDER upload|download ID
import process from 'node:process';

import { connect } from '@ostk/sdk';

import { demoAuth } from '../../support/demo.ts';

const [authUrl = '', folder = '', what = '', id = ''] = process.argv.slice(2);
const controller = new AbortController();
process.once('SIGINT', () => controller.abort(new Error('interrupted')));
const { signal } = controller;

const connection = await connect({ auth: demoAuth({ authUrl }) });
try {
  if (what === 'upload') {
    await connection.image.uploadImage({
      name: 'interrupted',
      diskFormat: 'raw',
      containerFormat: 'bare',
      data: `${folder}/source.raw`,
      signal,
    });
  } else {
    await connection.image.downloadImage(id, { output: `${folder}/disk.raw`, signal });
  }
} catch (error) {
  process.exitCode = error === signal.reason ? 130 : 1;
  if (process.exitCode === 1) console.error(error);
} finally {
  await connection.close();
}
