import type { Connection, Image, ImageAttributes, UploadData } from '@ostk/sdk';
import type { Context, ShowCommand } from '../../command.ts';
import { CommandError, UsageError } from '../../errors.ts';
import {
  containerFormat,
  diskFormat,
  isHidden,
  isProtected,
  minDisk,
  minRam,
  project,
  projectDomain,
  properties,
  tags,
  visibility,
} from '../../image/attributes.ts';
import { readHead } from '../../image/disk-format.ts';
import { imageRecord } from '../../image/image-record.ts';
import { flag, integer, text } from '../../parameters/parameter.ts';
import { progressLine } from '../../progress.ts';

const name = { name: 'name', description: 'name of the new image' };
const id = text('--id <id>', 'id of the new image, a UUID');
const file = text(
  '--file <file>',
  'the data; - for those on stdin. Without, the image is created without data',
);
const size = integer('--size <bytes>', 'how many bytes there are on stdin', 0);
const allowEmpty = flag('--allow-empty', 'take a file without a byte in it');
const progress = flag('--progress', 'accepted; progress is always shown on a terminal', { hidden: true });

/** The data of an image, and what is known of them. */
interface Data {
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

async function dataOf(context: Context): Promise<Data | undefined> {
  const path = context.values.get(file);
  if (path !== '-' && context.values.get(size) !== undefined) {
    throw new UsageError('--size goes with --file - only: the size of a file is known');
  }
  if (path === undefined) return undefined;
  return path === '-' ? fromStdin(context) : fromFile(path, context);
}

/** The format that was given, else the one that the data show, else raw, which anything may be. */
function chooseFormat({ values, warn }: Context, found: string | undefined): string {
  const given = values.get(diskFormat);
  if (given !== undefined && found !== undefined && given !== found) {
    warn(`the data look like ${found}, but --disk-format says ${given}`);
  }
  return given ?? found ?? 'raw';
}

async function attributesOf(
  context: Context,
  connection: Connection,
  format: string | undefined,
): Promise<ImageAttributes> {
  const { values, signal } = context;
  const owner = values.get(project);
  return {
    name: values.argument(name),
    id: values.get(id),
    diskFormat: chooseFormat(context, format),
    containerFormat: values.get(containerFormat) ?? 'bare',
    minDisk: values.get(minDisk),
    minRam: values.get(minRam),
    protected: values.get(isProtected),
    visibility: values.get(visibility),
    osHidden: values.get(isHidden),
    tags: values.get(tags).length === 0 ? undefined : [...new Set(values.get(tags))],
    properties: values.get(properties),
    owner:
      owner === undefined
        ? undefined
        : await (
            await import('../../identity/find-project.ts')
          ).projectId(connection, { nameOrId: owner, domain: values.get(projectDomain), signal }),
  };
}

async function upload(
  context: Context,
  connection: Connection,
  attributes: ImageAttributes,
  data: UploadData,
): Promise<Image> {
  const { values, signal, io, quiet } = context;
  const line = progressLine(io, quiet);
  try {
    return await connection.image.uploadImage({
      ...attributes,
      data,
      size: values.get(size),
      allowEmpty: values.get(allowEmpty),
      onProgress: line.onProgress,
      signal,
    });
  } finally {
    line.clear();
  }
}

/** `image create` */
export const command: ShowCommand = {
  output: 'record',
  description:
    'Create an image. With --file, its data are uploaded and verified; if that fails or is interrupted, the image ' +
    'is deleted again. The disk format is taken from the data unless it is given.',
  arguments: [name],
  parameters: [
    file,
    size,
    allowEmpty,
    id,
    diskFormat,
    containerFormat,
    minDisk,
    minRam,
    isProtected,
    visibility,
    isHidden,
    properties,
    tags,
    project,
    projectDomain,
    progress,
  ],
  async run(context) {
    // What is wrong with the data is told before there is an image.
    const found = await dataOf(context);
    const connection = await context.connect();
    const attributes = await attributesOf(context, connection, found?.format);
    const image =
      found === undefined
        ? await connection.image.createImage(attributes, { signal: context.signal })
        : await upload(context, connection, attributes, found.data);
    return imageRecord(image);
  },
};
