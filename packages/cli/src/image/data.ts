import type { OnProgress, UploadData } from '@ostk/sdk';
import type { Context } from '../command.ts';
import { CommandError, UsageError } from '../errors.ts';
import {
  type Flag,
  flag,
  type Integer,
  integer,
  type Parameter,
  type Text,
  text,
} from '../parameters/parameter.ts';
import { progressLine } from '../progress.ts';
import { readHead } from './disk-format.ts';

interface DataParameters {
  readonly file: Text;
  readonly size: Integer;
  readonly allowEmpty: Flag;
  readonly all: readonly Parameter<unknown>[];
}

const file = text('--file <file>', 'the data; - for those on stdin');
const size = integer('--size <bytes>', 'how many bytes there are on stdin', 0);
const allowEmpty = flag('--allow-empty', 'take a file without a byte in it');
const progress = flag('--progress', 'accepted; progress is always shown on a terminal', { hidden: true });

/** Where the data of an image come from. */
export const dataParameters: DataParameters = {
  file,
  size,
  allowEmpty,
  all: [file, size, allowEmpty, progress],
};

/** The data of an image, and what is known of them. */
export interface Data {
  readonly data: UploadData;
  /** `undefined` if the data do not tell. */
  readonly format: string | undefined;
}

function fromStdin({ io }: Context): Data {
  if (io.stdin.isTTY === true) throw new CommandError('--file -: stdin is a terminal, and no image');
  return { data: io.stdin, format: undefined };
}

async function fromFile(path: string, { values }: Context): Promise<Data> {
  const { isEmpty, format } = await readHead(path);
  if (isEmpty && !values.get(allowEmpty)) {
    throw new CommandError(
      `${path} is empty, and the image would stay so for ever; give --allow-empty if that is meant`,
    );
  }
  return { data: path, format };
}

/**
 * The data that the options name.
 *
 * @throws UsageError if there are none and they are required, or options contradict each other; CommandError if they
 *   cannot be read, or are empty though that was not allowed.
 */
export function dataOf(context: Context, need: 'required'): Promise<Data>;
export function dataOf(context: Context, need: 'optional'): Promise<Data | undefined>;
export async function dataOf(context: Context, need: 'required' | 'optional'): Promise<Data | undefined> {
  const path = context.values.get(file);
  if (context.values.get(size) !== undefined && path !== '-' && (path !== undefined || need === 'optional')) {
    throw new UsageError('--size goes with --file - only: the size of a file is known');
  }
  if (path !== undefined && path !== '-') return fromFile(path, context);
  if (path === '-' || (need === 'required' && context.io.stdin.isTTY !== true)) return fromStdin(context);
  if (need === 'required') throw new UsageError('--file is missing; --file - takes the data on stdin');
  return undefined;
}

/** Does what transfers data, with a line on the terminal that shows how far it is. */
export async function withProgress<T>(
  { io, quiet }: Context,
  transfer: (onProgress: OnProgress | undefined) => Promise<T>,
): Promise<T> {
  const line = progressLine(io, quiet);
  try {
    return await transfer(line.onProgress);
  } finally {
    line.clear();
  }
}
