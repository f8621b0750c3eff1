#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, Script } from 'node:vm';
import { keepCode, keptCode } from './code-cache.ts';

// To compile the program takes longer than to run a short command: what V8 has made of it is kept for the next time.
const filename = join(import.meta.dirname, 'ostk.mjs');
const source = readFileSync(filename);
const cachedData = keptCode(source);
const script = new Script(source.toString(), {
  filename,
  cachedData,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
// V8 refuses what was made with other flags.
if (cachedData === undefined || script.cachedDataRejected === true) keepCode(script, source);
script.runInThisContext();
