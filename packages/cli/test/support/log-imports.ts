import { appendFileSync } from 'node:fs';
import type { LoadHook } from 'node:module';

/** Writes the URL of every module that is loaded to the file that `IMPORT_LOG` names. */
export const load: LoadHook = (url, context, nextLoad) => {
  appendFileSync(process.env['IMPORT_LOG'] ?? '/dev/null', `${url}\n`);
  return nextLoad(url, context);
};
