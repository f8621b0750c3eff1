import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Interrupted } from './errors.ts';
import type { Io } from './io.ts';

/** Whether there is somebody who can be asked. */
export function canAsk({ stdin, stderr }: Io): boolean {
  return stderr.isTTY === true && stdin.isTTY === true;
}

/** Asks a person for what must not show on the terminal. `undefined`: she has ended the input. */
export async function askSecret(
  question: string,
  { stdin, stderr, signal }: Io,
): Promise<string | undefined> {
  signal.throwIfAborted();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 });
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      // A terminal that does not echo gives Ctrl-C as a character.
      terminal.once('SIGINT', () => reject(new Interrupted('interrupted', 130)));
      terminal.once('close', () => resolve(undefined));
      terminal.once('line', resolve);
      stderr.write(question);
    });
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}
