import { type Output, run } from '@ostk/cli';
import { type DevCloud, type DevCloudOptions, startDevCloud } from '@ostk/devcloud';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable, Writable } from 'node:stream';
import type { TestContext } from 'node:test';
import { WriteStream } from 'node:tty';

/** What a run of the command line has left. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

/** The world around a run, as far as it is not the usual one. */
export interface World {
  /** Whether stdout and stderr are terminals, or one of them; they have colours if `env` says so, as by `TERM`. */
  readonly terminal?: boolean | 'stdout' | 'stderr';
  readonly columns?: number;
  readonly stdin?: Readable;
  readonly isFileOnStdin?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Called with every piece of stderr as it comes. */
  readonly onStderr?: (text: string) => void;
}

class Screen extends Writable implements Output {
  readonly chunks: Buffer[] = [];
  readonly isTTY: boolean;
  readonly columns: number;
  readonly #onText: (text: string) => void;

  constructor(isTTY: boolean, columns: number, onText: (text: string) => void) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
    this.#onText = onText;
  }

  /** As Node answers it for a terminal, by what `env` says. */
  hasColors(env: Readonly<Record<string, string | undefined>>): boolean {
    return WriteStream.prototype.hasColors.call(this, 16, env);
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.chunks.push(Buffer.from(chunk));
    this.#onText(chunk.toString());
    done();
  }
}

/** Runs a command line in this process, without a cloud. */
export async function ostk(argv: readonly string[], world: World = {}): Promise<Outcome> {
  const { terminal = false, columns = 80, env = {}, onStderr = () => undefined } = world;
  const stdout = new Screen(terminal === true || terminal === 'stdout', columns, () => undefined);
  const stderr = new Screen(terminal === true || terminal === 'stderr', columns, onStderr);
  const code = await run(argv, {
    stdin: world.stdin ?? new PassThrough(),
    isFileOnStdin: world.isFileOnStdin ?? false,
    stdout,
    stderr,
    env,
    signal: world.signal ?? new AbortController().signal,
  });
  const bytes = Buffer.concat(stdout.chunks);
  return { code, bytes, stdout: bytes.toString(), stderr: Buffer.concat(stderr.chunks).toString() };
}

/** The global options that sign in to a cloud. */
export function signIn(cloud: DevCloud, user = 'admin'): readonly string[] {
  return [
    `--os-auth-url=${cloud.authUrl}`,
    `--os-username=${user}`,
    '--os-password=secret',
    `--os-project-name=${user}`,
    '--os-user-domain-name=Default',
    '--os-project-domain-name=Default',
  ];
}

/** A cloud, and how to run command lines on it. */
export interface Bench {
  readonly cloud: DevCloud;
  /** Runs a command line as admin, whatever it comes to. */
  readonly ostk: (argv: readonly string[], world?: World) => Promise<Outcome>;
  /** Runs a command line as somebody else. */
  readonly as: (user: string, argv: readonly string[], world?: World) => Promise<Outcome>;
  /** Runs a command line that must succeed, and answers what it printed, without the line's end. */
  readonly ok: (argv: readonly string[], world?: World) => Promise<string>;
  /** A folder of this test alone. */
  readonly folder: string;
}

/** A folder that is removed when the test is over. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-cli-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a cloud for one test. */
export async function bench(t: TestContext, options: DevCloudOptions = {}): Promise<Bench> {
  const cloud = await startDevCloud(options);
  t.after(() => cloud.close());
  const folder = await temporaryFolder(t);
  const as = (user: string, argv: readonly string[], world?: World): Promise<Outcome> =>
    ostk([...signIn(cloud, user), ...argv], world);
  return {
    cloud,
    folder,
    as,
    ostk: (argv, world) => as('admin', argv, world),
    ok: async (argv, world) => {
      const { code, stdout, stderr } = await as('admin', argv, world);
      if (code !== 0) throw new Error(`ostk ${argv.join(' ')} answered ${code}: ${stderr}`);
      return stdout.trimEnd();
    },
  };
}

/** A JSON document that is an object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new TypeError(`${text} is not an object`);
  return Object.fromEntries(Object.entries(value));
}

/** The words of a command line without quotes. */
export function words(line: string): readonly string[] {
  return line.split(' ');
}
