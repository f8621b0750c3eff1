#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { keepCode, keptCode } from './code-cache.ts';

const filename = join(import.meta.dirname, 'ostk.mjs');

/** To compile the program takes longer than to run a short command: what V8 has made of it is kept for the next time. */
function runKept(): void {
  const source = readFileSync(filename);
  const cachedData = keptCode(source);
  const script = new Script(source.toString(), { filename, cachedData });
  // V8 refuses what was made with other flags.
  if (cachedData === undefined || script.cachedDataRejected === true) keepCode(script, source);
  script.runInThisContext();
}

// This command imports a package that is no part of the program, and code that was kept cannot import anything.
const importsPackage = argv.some((word, index) => word === 'devcloud' && argv[index - 1] !== '--os-cloud');
if (importsPackage) void import(pathToFileURL(filename).href);
else runKept();
