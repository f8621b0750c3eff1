import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The folder of the sources, where the Python clients are. */
export const sources: string = fileURLToPath(new URL('..', import.meta.url));

/** The compiled form of one of our own clients. */
export function compiled(client: string): string {
  return fileURLToPath(new URL(`clients/${client}.js`, import.meta.url));
}

/** A program that does the task, as a process of its own. */
export interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  /** Removes what the run before has left, so that every run begins alike. */
  readonly prepare?: () => Promise<void>;
  /** Beyond what all contenders get. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What one run cost. */
export interface Cost {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of all cores, user and system. */
  readonly cpu: number;
  /** Bytes resident at the peak. */
  readonly rss: number;
}

/** The version that a program tells, or `undefined` if it is not installed. */
export async function versionOf(program: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await execute(program, args.length === 0 ? ['--version'] : args);
    return (stdout.trim() || stderr.trim()).split('\n')[0] ?? '';
  } catch {
    return undefined;
  }
}

/** A Python that has openstacksdk, if there is one: the first on the path, or that of the system. */
export async function pythonWithSdk(): Promise<string | undefined> {
  for (const python of ['python3', '/usr/bin/python3']) {
    if ((await versionOf(python, '-c', 'import openstack')) !== undefined) return python;
  }
  return undefined;
}

function isCost(value: unknown): value is Cost & { readonly code: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'wall' in value &&
    'cpu' in value &&
    'rss' in value &&
    'code' in value
  );
}

async function runOnce(contender: Contender, environment: Readonly<Record<string, string>>): Promise<Cost> {
  await contender.prepare?.();
  const { stdout, stderr } = await execute(
    'python3',
    [`${sources}clients/measure.py`, ...contender.command],
    {
      env: { ...process.env, ...environment, ...contender.environment },
    },
  );
  const cost: unknown = JSON.parse(stdout);
  if (!isCost(cost) || cost.code !== 0) throw new Error(`${contender.name} failed: ${stderr}`);
  return cost;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Runs the contenders in turn, round after round, so that a noisy machine is noisy for all; answers the medians. */
export async function race(
  contenders: readonly Contender[],
  rounds: number,
  environment: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Cost>> {
  const costs = new Map<string, Cost[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      const cost = await runOnce(contender, environment);
      costs.get(contender.name)?.push(cost);
      process.stderr.write(`  ${round + 1}/${rounds} ${contender.name}: ${cost.wall.toFixed(2)} s\n`);
    }
  }
  return new Map(
    [...costs].map(([name, all]) => [
      name,
      {
        wall: median(all.map(({ wall }) => wall)),
        cpu: median(all.map(({ cpu }) => cpu)),
        rss: median(all.map(({ rss }) => rss)),
      },
    ]),
  );
}
