#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import { Interrupted } from './errors.ts';
import { messageOn, reportError } from './report-error.ts';
import { run } from './run.ts';

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const brokenPipe = 141;

const stop = new AbortController();

/** Milliseconds in which more signals are the same one: `timeout`, `npx` and terminals send it to a process and its group. */
const sameSignal = 1000;

let interruptedAt = Infinity;

for (const [name, exitCode] of Object.entries(signals)) {
  process.on(name, () => {
    // Cleaning up takes a moment; who asks again does not want to wait for it.
    if (performance.now() - interruptedAt > sameSignal) process.exit(exitCode);
    if (interruptedAt === Infinity) interruptedAt = performance.now();
    stop.abort(new Interrupted('interrupted', exitCode));
  });
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // As in `ostk image list | head -1`.
  if (error.code === 'EPIPE')
    stop.abort(new Interrupted('nobody reads the output any more', brokenPipe, true));
  else stop.abort(error);
});
process.stderr.on('error', () => undefined);

process.on('exit', (code) => {
  const { aborted, reason }: { aborted: boolean; reason: unknown } = stop.signal;
  // What was written can turn out to have failed when the run is already over.
  if (code !== 0 || !aborted || reason instanceof Interrupted) return;
  const { text, exitCode } = reportError(reason, 'ostk', false, messageOn(process.stderr, process.env));
  process.stderr.write(text);
  process.exitCode = exitCode;
});

function isFileOnStdin(): boolean {
  try {
    const info = fstatSync(0);
    return info.isFile() && info.size > 0;
  } catch {
    // There is no stdin at all.
    return false;
  }
}

async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    // Only on demand: merely touching stdin opens it.
    get stdin() {
      return process.stdin;
    },
    get isFileOnStdin() {
      return isFileOnStdin();
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: stop.signal,
  });
}

// Not awaited here: as one file, this has to be a script as well as a module.
void main();
