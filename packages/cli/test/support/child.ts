import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DevCloud } from '@ostk/devcloud';
import { signIn } from './ostk.ts';

/** The program as it is installed. */
export const bin: string = new URL('../../../dist/bin.js', import.meta.url).pathname;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the program. */
export interface Child {
  readonly signal: (name: 'SIGINT' | 'SIGTERM') => void;
  readonly ended: Promise<Ended>;
}

/** Starts the program in a process of its own, with nothing on stdin and no `OS_*` variables. */
export function start(
  argv: readonly string[],
  options: { readonly node?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Child {
  const child = spawn(process.execPath, [...(options.node ?? []), bin, ...argv], {
    env: { PATH: process.env['PATH'], ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  const end = async (): Promise<Ended> => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    await once(child, 'close');
    return { code: child.exitCode, stdout, stderr };
  };
  return { signal: (name) => void child.kill(name), ended: end() };
}

/** Starts the program on a cloud. */
export function startOn(cloud: DevCloud, argv: readonly string[]): Child {
  return start([...signIn(cloud), ...argv]);
}

/** Waits until a fault of the cloud has struck. */
export async function struck(cloud: DevCloud): Promise<void> {
  const end = Date.now() + 20_000;
  while (cloud.faults.fired().length === 0) {
    if (Date.now() > end) throw new Error('no fault has struck');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
