// A process that downloads an image to a file, tells each progress on its standard output, and may be killed.
import process from 'node:process';

import { connect } from '@ostk/sdk';

import { demoAuth } from '../../support/demo.ts';

const [authUrl = '', id = '', output = ''] = process.argv.slice(2);
await using connection = await connect({ auth: demoAuth({ authUrl }) });
const file = await connection.image.downloadImage(id, {
  output,
  onProgress: ({ bytes }) => process.stdout.write(`${JSON.stringify({ bytes })}\n`),
});
process.stdout.write(`${JSON.stringify({ received: file.received, verified: file.verified })}\n`);
