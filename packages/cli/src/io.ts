import type { Readable, Writable } from 'node:stream';

/** A stream that may be a terminal. */
export interface Output extends Writable {
  readonly isTTY?: boolean;
  /** Of the terminal, in characters. */
  readonly columns?: number;
  /** Whether the terminal has 16 colours at least, and the environment does not forbid them. */
  readonly hasColors?: (env: Readonly<Record<string, string | undefined>>) => boolean;
}

/** What a run of the command line has of the world around it. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Whether there is a file with something in it on stdin, as after `<`. */
  readonly isFileOnStdin?: boolean;
  /** Results, and nothing else. */
  readonly stdout: Output;
  /** Errors, warnings, progress. */
  readonly stderr: Output;
  /** Environment variables that the command line itself looks at; the SDK reads the process's own. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted to stop the run; with an {@link Interrupted} as reason, its exit code is the run's. */
  readonly signal: AbortSignal;
}
