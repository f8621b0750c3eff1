/** The exit codes of a run, those of `openstack`. */
export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;

/** A command line that cannot be understood; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command that could not do what it was asked for; exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** A signal that ended the run; given as the reason of an abort. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** 128 and the signal's number, as shells have it. */
  readonly exitCode: number;
  /** Whether to say nothing of it: nobody reads what a closed pipe was to carry. */
  readonly isSilent: boolean;

  constructor(message: string, exitCode: number, isSilent = false) {
    super(message);
    this.exitCode = exitCode;
    this.isSilent = isSilent;
  }
}
