// `npm run bench`: see bench/README.md.
import { run } from './lib/run.mjs';
import { bundle, setup } from './lib/setup.mjs';

await setup('bench');
await bundle();
process.exit(await run(process.execPath, ['bench/.build/main.js', ...process.argv.slice(2)]));
