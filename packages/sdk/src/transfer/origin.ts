import { IntegrityError, isHttpError } from '../errors.ts';
import type { ByteStream } from '../platform/types.ts';
import type { DigestValue } from './integrity.ts';

/** The bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** An answer to a request for data. */
export interface OriginAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ByteStream;
}

/** Data that can be downloaded, whole or in ranges, and what is known of them beforehand. */
export interface Origin {
  /** What they are called in messages. */
  readonly label: string;
  /** Names the data for good: the same identity never stands for other bytes. */
  readonly identity: string;
  readonly size: number | undefined;
  /** The strongest digest that is known and can be computed here. */
  readonly digest: DigestValue | undefined;
  /** Asks for a range, or for the whole; rejects with an HttpError if it is refused. */
  request(range: ByteRange | undefined, signal: AbortSignal | undefined): Promise<OriginAnswer>;
}

/** A body that starts at the byte that was asked for. */
export interface OpenedRange {
  /** Whether the service kept to the range; otherwise the body goes on to the end of the data. */
  readonly ranged: boolean;
  readonly body: AsyncIterable<Uint8Array>;
  cancel(): void;
}

async function* skip(body: ByteStream, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of body) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      yield left === 0 ? chunk : chunk.subarray(left);
      left = 0;
    }
  }
}

function numberIn(headers: Readonly<Record<string, string>>, name: string): number | undefined {
  const value = headers[name];
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Some stores cannot read from an offset: they send everything, as 200 or under the name of 206. */
function isWhole(origin: Origin, range: ByteRange, answer: OriginAnswer): boolean {
  if (answer.status !== 206) return true;
  const length = numberIn(answer.headers, 'content-length');
  return length !== undefined && length !== range.end - range.start && length === origin.size;
}

function checkContentRange(origin: Origin, range: ByteRange, answer: OriginAnswer): void {
  const header = answer.headers['content-range'];
  const match = header === undefined ? null : /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header.trim());
  if (match === null) return;
  const wrongPlace = Number(match[1]) !== range.start || Number(match[2]) >= range.end;
  const wrongSize = match[3] !== '*' && origin.size !== undefined && Number(match[3]) !== origin.size;
  if (!wrongPlace && !wrongSize) return;
  answer.body.cancel();
  throw new IntegrityError(
    `${origin.label}: bytes ${range.start}-${range.end - 1} were asked for, but ${header ?? ''} came`,
    {
      algorithm: 'size',
      expected: `bytes ${range.start}-${range.end - 1}/${origin.size ?? '*'}`,
      actual: header ?? '',
    },
  );
}

async function requestRange(
  origin: Origin,
  range: ByteRange,
  signal: AbortSignal | undefined,
): Promise<OriginAnswer & { readonly whole: boolean }> {
  if (range.start === 0 && range.end === origin.size)
    return { ...(await origin.request(undefined, signal)), whole: true };
  try {
    const answer = await origin.request(range, signal);
    return { ...answer, whole: isWhole(origin, range, answer) };
  } catch (error) {
    if (!isHttpError(error, 400)) throw error;
    return { ...(await origin.request(undefined, signal)), whole: true };
  }
}

/**
 * Opens the data at a range. The whole is asked for without a Range header, which caches understand best.
 * A service that ignores or refuses ranges is noticed, and the bytes before the range are read and dropped.
 */
export async function openRange(
  origin: Origin,
  range: ByteRange,
  signal: AbortSignal | undefined,
): Promise<OpenedRange> {
  const answer = await requestRange(origin, range, signal);
  const cancel = (): void => answer.body.cancel();
  if (answer.whole) {
    return {
      ranged: range.end === origin.size && range.start === 0,
      body: skip(answer.body, range.start),
      cancel,
    };
  }
  checkContentRange(origin, range, answer);
  return { ranged: true, body: answer.body, cancel };
}
