// `npm start`: on a fresh clone it installs and builds first, then does the main job on a cloud of its own.
import { run } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

await setup('examples');
process.exit(await run(process.execPath, ['--enable-source-maps', 'examples/.build/tour.js']));
