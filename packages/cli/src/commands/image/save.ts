import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Downloaded, Image, ImageService, OnProgress } from '@ostk/sdk';
import type { ActionCommand, Context } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { withProgress } from '../../image/data.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { flag, integer, text } from '../../parameters/parameter.ts';
import { formatBytes } from '../../progress.ts';

const file = text('--file <file>', 'where to save it; stdout by default');
const connections = integer('--connections <number>', 'parts to fetch at the same time; 4 by default', 1);
const keepPartial = flag(
  '--keep-partial',
  'after a failure, leave what was received for the next run to go on with',
);
const chunkSize = integer('--chunk-size <bytes>', 'accepted; it makes no difference', 1, { hidden: true });

/** What there is under a name that is to be written to. */
async function kindOf(path: string): Promise<'nothing' | 'file' | 'directory' | 'device'> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) return 'directory';
    return info.isFile() ? 'file' : 'device';
  } catch {
    return 'nothing';
  }
}

/** Downloads to a path; `-` is stdout. */
async function download(
  { values, io, signal }: Context,
  service: ImageService,
  image: Image,
  path: string,
  onProgress: OnProgress | undefined,
): Promise<Downloaded> {
  if (path === '-') {
    return service.downloadImage(image, { output: io.stdout, closeOutput: false, onProgress, signal });
  }
  const kind = await kindOf(path);
  if (kind === 'directory') throw new CommandError(`cannot write ${path}: it is a directory`);
  if (kind === 'device') {
    // A device or a pipe is written to as it is; a file of that name must not take its place.
    return service.downloadImage(image, { output: createWriteStream(path), onProgress, signal });
  }
  return service.downloadImage(image, {
    output: path,
    connections: values.get(connections),
    keepPartial: values.get(keepPartial),
    onProgress,
    signal,
  });
}

/** `image save` */
export const command: ActionCommand = {
  output: 'none',
  description:
    "Save an image's data. They are verified; a file appears under its name only when it is whole and right.",
  arguments: [imageArgument],
  parameters: [file, connections, keepPartial, chunkSize],
  async run(context) {
    const { values, io } = context;
    const path = values.get(file) ?? '-';
    if (path === '-' && io.stdout.isTTY === true) {
      throw new CommandError('stdout is a terminal, and an image is no text: give --file');
    }
    const { service, image } = await givenImage(context);
    const saved = await withProgress(context, (onProgress) =>
      download(context, service, image, path, onProgress),
    );
    if (!saved.verified) context.warn('the cloud names no digest of the data: only their size was compared');
    const how =
      saved.digest === undefined ? '' : `, ${saved.digest.algorithm} ${saved.digest.value} verified`;
    context.tell(`saved ${formatBytes(saved.size)}${how}`);
  },
};
