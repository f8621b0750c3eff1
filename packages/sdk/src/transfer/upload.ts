import { sleep } from '../abort.ts';
import {
  HttpError,
  IntegrityError,
  isNotFound,
  NetworkError,
  OptionError,
  TimeoutError,
  TransferError,
} from '../errors.ts';
import type { Platform } from '../platform/types.ts';
import type { DigestValue, Verification } from './integrity.ts';
import { Pass, SourceFailure } from './pass.ts';
import { Patience, type PatiencePolicy } from './patience.ts';
import type { OnProgress } from './progress.ts';
import type { Source } from './source.ts';

/** What the service says of the data's place, when it is asked. */
export type UploadTruth =
  /** It holds data; digests are those that the service computed, strongest first. */
  | { readonly state: 'complete'; readonly size: number; readonly digests: readonly DigestValue[] }
  /** It holds none, and takes some. */
  | { readonly state: 'empty' }
  /** It is still taking data, or believes so. */
  | { readonly state: 'busy' }
  /** There is no such place (any more). */
  | { readonly state: 'gone' };

/** Where data are sent to. */
export interface UploadTarget {
  /** What it is called in messages. */
  readonly label: string;
  /** Sends all bytes in one request. */
  send(body: AsyncIterable<Uint8Array>, size: number | undefined, onSent: () => void): Promise<void>;
  /** Asks for the truth. */
  inspect(): Promise<UploadTruth>;
  /** Makes a new, empty place under the same name; absent if the place is not ours to replace. */
  readonly recreate?: (() => Promise<void>) | undefined;
}

/** How data are uploaded. */
export interface UploadOptions {
  /** The digests that the service is expected to compute. */
  readonly algorithms: readonly string[];
  /** Zero bytes are refused unless this is set: the place would be taken by nothing, for ever. */
  readonly allowEmpty: boolean;
  /** Whether the size is proof enough where the service tells no digest that can be computed here. */
  readonly allowUnverified: boolean;
  /** Milliseconds that a place may stay busy: after all bytes were sent without an answer, and otherwise. */
  readonly busyLimit: { readonly sent: number; readonly cut: number };
  /** How a service that does not answer is asked again what it holds. */
  readonly patience?: PatiencePolicy | undefined;
  /** How often the data are sent at most. */
  readonly attempts: number;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was uploaded. */
export interface Uploaded extends Verification {
  /** In bytes. */
  readonly size: number;
}

const retryDelay = 500;
/** Milliseconds that a service which has answered may still take to tidy up. */
const afterAnswer = 5000;
const pollDelay = { first: 100, longest: 5000 };

/** Whether the service's answer leaves no doubt that the data were not taken and will not be. */
function isRefusal(error: unknown, attempt: number): boolean {
  if (error instanceof NetworkError || error instanceof TimeoutError) return false;
  if (!(error instanceof HttpError)) return true;
  // A conflict in a later attempt may come from an earlier one that did arrive. A 401 in the middle of an upload
  // means that the service has dropped the data, and perhaps their place; a 410, that they lost their place
  // meanwhile, perhaps to the end of an earlier attempt.
  if (error.status === 409) return attempt === 1;
  return error.status < 500 && ![401, 408, 410, 429].includes(error.status);
}

/** An upload as a state machine: send, ask for the truth, and act on the truth alone. */
class Upload {
  readonly #platform: Platform;
  readonly #target: UploadTarget;
  readonly #source: Source;
  readonly #options: UploadOptions;

  constructor(platform: Platform, target: UploadTarget, source: Source, options: UploadOptions) {
    this.#platform = platform;
    this.#target = target;
    this.#source = source;
    this.#options = options;
  }

  async run(): Promise<Uploaded> {
    for (let attempt = 1; ; attempt += 1) {
      const pass = new Pass(this.#platform, this.#source, this.#options);
      try {
        const failure = await this.#send(pass, attempt);
        const truth = await this.#settle(pass, failure);
        if (truth.state === 'complete') return await this.#accept(pass, truth);
        await this.#prepareAnother(pass, truth, attempt, failure);
      } finally {
        pass.dispose();
      }
    }
  }

  /** Answers the failure if it leaves open what became of the data; throws it if it does not. */
  async #send(pass: Pass, attempt: number): Promise<unknown> {
    const { signal } = this.#options;
    try {
      await this.#target.send(pass.read(), this.#source.size, () => pass.enter('finishing'));
      return undefined;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SourceFailure) throw this.#unreadable(error);
      if (isRefusal(error, attempt)) throw error;
      return error;
    }
  }

  #unreadable(failure: SourceFailure): TransferError {
    const { label } = this.#source;
    return new TransferError(`cannot upload ${label} to ${this.#target.label}: ${failure.message}`, {
      cause: failure.cause ?? failure,
    });
  }

  /**
   * Waits until the place is no longer busy: for long if all bytes were sent and no answer came, since big stores
   * finish slowly. A service that has answered is not at work any more.
   */
  async #settle(pass: Pass, failure: unknown): Promise<UploadTruth> {
    const { busyLimit, signal } = this.#options;
    const started = performance.now();
    const answered = failure instanceof HttpError && failure.requestId !== undefined;
    const unanswered = pass.complete ? busyLimit.sent : busyLimit.cut;
    const limit = answered ? Math.min(afterAnswer, busyLimit.cut) : unanswered;
    for (let delay = pollDelay.first; ; delay = Math.min(delay * 2, pollDelay.longest)) {
      const truth = await this.#inspect();
      if (truth.state !== 'busy' || performance.now() - started >= limit) return truth;
      await sleep(delay, signal);
    }
  }

  /** Whoever does not know the truth can do nothing: a service that is away for a while is waited for. */
  async #inspect(): Promise<UploadTruth> {
    const patience = new Patience(this.#options.patience);
    for (;;) {
      try {
        return await this.#target.inspect();
      } catch (error) {
        await patience.afterFailure(error, this.#options.signal);
      }
    }
  }

  async #accept(pass: Pass, truth: UploadTruth & { readonly state: 'complete' }): Promise<Uploaded> {
    const verification = await pass.verify(this.#target.label, truth);
    const verified = verification.verified ? verification : await this.#verifyAgain(truth);
    if (!verified.verified && !this.#options.allowUnverified) throw this.#unverifiable();
    pass.finish();
    return { size: truth.size, ...verified };
  }

  #unverifiable(): IntegrityError {
    return new IntegrityError(
      `${this.#target.label} cannot be verified: the service tells no digest that could be compared; ` +
        'set allowUnverified to take it all the same',
      { algorithm: 'none', expected: '', actual: '' },
    );
  }

  /** The service computed another digest than was expected: a source that can be read again tells it as well. */
  async #verifyAgain(truth: UploadTruth & { readonly state: 'complete' }): Promise<Verification> {
    const digest = truth.digests.find(({ algorithm }) => this.#platform.hasDigest(algorithm));
    if (digest === undefined || !this.#source.replayable) return { verified: false, digest: undefined };
    const pass = new Pass(this.#platform, this.#source, {
      algorithms: [digest.algorithm],
      allowEmpty: this.#options.allowEmpty,
    });
    try {
      for await (const _ of pass.read()) this.#options.signal?.throwIfAborted();
      return await pass.verify(this.#target.label, truth);
    } catch (error) {
      throw error instanceof SourceFailure ? this.#unreadable(error) : error;
    } finally {
      pass.dispose();
    }
  }

  async #prepareAnother(pass: Pass, truth: UploadTruth, attempt: number, failure: unknown): Promise<void> {
    const { label, recreate } = this.#target;
    const states = { empty: 'it holds no data', busy: 'it is stuck', gone: 'it is gone', complete: '' };
    const reason = failure instanceof Error ? failure.message : 'the service took the data but shows none';
    const give = (why: string): TransferError =>
      new TransferError(`upload to ${label} failed, ${states[truth.state]}: ${reason}${why}`, {
        cause: failure,
      });
    // Somebody else has deleted it: that is to be told, not to be undone.
    if (truth.state === 'gone' && isNotFound(failure)) throw failure;
    if (pass.started && !this.#source.replayable)
      throw give('; a stream cannot be sent again: give a function that opens it');
    if (attempt >= this.#options.attempts) throw give(attempt > 1 ? ` (after ${attempt} attempts)` : '');
    if (truth.state !== 'empty') {
      if (recreate === undefined) throw give('');
      await recreate();
    }
    await sleep(retryDelay * 2 ** (attempt - 1) * Math.random(), this.#options.signal);
  }
}

/** The error for data that are none: what is empty once could never be given any bytes. */
export function emptySource(source: Source): OptionError {
  return new OptionError(
    `${source.label} is empty, and Glance would keep it so for ever; set allowEmpty if that is meant`,
  );
}

/**
 * Uploads a source and does not return before the service holds it, with the right size and digest.
 *
 * @throws TransferError if it could not be done; IntegrityError if the service holds something else; an HttpError
 *   if the service refused.
 */
export async function upload(
  platform: Platform,
  target: UploadTarget,
  source: Source,
  options: UploadOptions,
): Promise<Uploaded> {
  if (source.size === 0 && !options.allowEmpty) throw emptySource(source);
  return new Upload(platform, target, source, options).run();
}
