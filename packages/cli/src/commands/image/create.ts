import type { Connection, Image, ImageAttributes, UploadData } from '@ostk/sdk';
import type { Context, ShowCommand } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { givenProject } from '../../identity/find.ts';
import {
  attributeParameters,
  attributesOf,
  project,
  projectDomain,
  properties,
  tags,
} from '../../image/attributes.ts';
import { dataOf, dataParameters, withProgress } from '../../image/data.ts';
import { imageRecord } from '../../image/image-record.ts';
import { flag, text } from '../../parameters/parameter.ts';
import { nonEmpty } from '../../parameters/values.ts';

const name = { name: 'name', description: 'name of the new image' };
const id = text('--id <id>', 'id of the new image, a UUID');
const wait = flag('--wait', 'accepted; the command always waits until the data are there', { hidden: true });
const from = text('--from <url>', 'a URL that the cloud fetches the data from, instead of --file');
const useImport = flag('--import', 'stage the data and import them, instead of uploading them');
const store = text('--store <store>', 'the store to put the data into');
const signKey = text('--sign-key-path <file>', 'sign the data with this private RSA key, PEM');
const signCertificate = text(
  '--sign-cert-id <id>',
  'id of the certificate, in the key manager, that fits the key',
);
const volume = text('--volume <volume>', 'not supported', { hidden: true });
const force = flag('--force', 'not supported', { hidden: true });

function checkOptions({ values }: Context): void {
  const path = values.get(dataParameters.file);
  const url = values.get(from);
  if (values.get(volume) !== undefined || values.get(force)) {
    throw new UsageError(
      '--volume: images of volumes are made by the Block Storage service, which ostk does not talk to',
    );
  }
  if (url !== undefined && !/^https?:\/\/[^/]/i.test(url)) {
    throw new UsageError('--from must be an http: or https: URL; --file is for files');
  }
  if (path !== undefined && url !== undefined) throw new UsageError('--file and --from exclude each other');
  if (values.get(useImport) && path === undefined) throw new UsageError('--import goes with --file only');
  const isSigned = values.get(signKey) !== undefined;
  if (isSigned !== (values.get(signCertificate) !== undefined)) {
    throw new UsageError('--sign-key-path and --sign-cert-id go together');
  }
  if (isSigned && (path === undefined || path === '-'))
    throw new UsageError('--sign-key-path needs a --file to sign');
  if (values.get(store) !== undefined && path === undefined && url === undefined) {
    throw new UsageError('--store goes with --file or --from');
  }
}

/** The format that was given, else the one that the data show, else raw, which anything may be. */
function chooseFormat(
  given: ImageAttributes['diskFormat'],
  found: string | undefined,
  { warn }: Context,
): string {
  if (typeof given === 'string' && found !== undefined && given !== found) {
    warn(`the data look like ${found}, but --disk-format says ${given}`);
  }
  return given ?? found ?? 'raw';
}

async function newImage(context: Context, found: string | undefined): Promise<ImageAttributes> {
  const { values } = context;
  const given = attributesOf(values);
  return {
    ...given,
    name: values.argument(name),
    id: values.get(id),
    diskFormat: chooseFormat(given.diskFormat, found, context),
    containerFormat: given.containerFormat ?? 'bare',
    tags: nonEmpty([...new Set(values.get(tags))]),
    properties: values.get(properties),
    owner: await givenProject(context, project, projectDomain),
  };
}

async function signatureOf({ values, io }: Context): Promise<Readonly<Record<string, string>>> {
  const [path, keyPath, certificate] = [dataParameters.file, signKey, signCertificate].map((each) =>
    values.get(each),
  );
  if (path === undefined || keyPath === undefined || certificate === undefined) return {};
  const { signFile } = await import('../../image/sign.ts');
  return signFile(path, { keyPath, certificate, passphrase: io.env['OSTK_SIGN_PASSPHRASE'] });
}

async function upload(
  context: Context,
  connection: Connection,
  attributes: ImageAttributes,
  data: UploadData,
): Promise<Image> {
  const { values, signal } = context;
  const options = {
    data,
    size: values.get(dataParameters.size),
    allowEmpty: values.get(dataParameters.allowEmpty),
    signal,
  };
  if (values.get(useImport)) {
    const { uploadByImport } = await import('../../image/upload-by-import.ts');
    return uploadByImport(context, connection, attributes, { ...options, store: values.get(store) });
  }
  return withProgress(context, (onProgress) =>
    connection.image.uploadImage({ ...attributes, ...options, store: values.get(store), onProgress }),
  );
}

async function fetchFrom(
  context: Context,
  { image }: Connection,
  attributes: ImageAttributes,
  from: string,
): Promise<Image> {
  const { values, signal } = context;
  const target = values.get(store);
  const stores = target === undefined ? undefined : [target];
  const { withImportProgress } = await import('../../image/import-progress.ts');
  return withImportProgress(context, (onProgress) =>
    image.createImage({ ...attributes, from, stores, onProgress, signal }),
  );
}

/** The format that the name of a file at a URL tells. */
function formatOfUrl(url: string): string | undefined {
  const extension = /\.([a-z\d]+)(?:[?#]|$)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  return ['qcow2', 'vmdk', 'vdi', 'vhd', 'vhdx', 'iso', 'raw'].find((format) => format === extension);
}

/** `image create` */
export const command: ShowCommand = {
  output: 'record',
  description:
    'Create an image. With --file, its data are uploaded and verified; with --from, the cloud fetches them. If that ' +
    'fails or is interrupted, the image is deleted again. The disk format is taken from the data unless it is given.',
  arguments: [name],
  parameters: [
    wait,
    ...dataParameters.all,
    from,
    useImport,
    store,
    id,
    ...attributeParameters,
    signKey,
    signCertificate,
    volume,
    force,
  ],
  async run(context) {
    const { values, signal, io, quiet, warn } = context;
    checkOptions(context);
    // What is wrong with the data is told before there is an image.
    const found = await dataOf(context, 'optional');
    const signature = await signatureOf(context);
    const url = values.get(from);
    if (found === undefined && url === undefined && io.isFileOnStdin === true && !quiet) {
      warn('stdin is not read, and the image has no data: --file - takes them from there');
    }
    const connection = await context.connect();
    const format = url === undefined ? found?.format : formatOfUrl(url);
    const chosen = await newImage(context, format);
    const attributes = { ...chosen, properties: { ...chosen.properties, ...signature } };
    if (url !== undefined) return imageRecord(await fetchFrom(context, connection, attributes, url));
    return imageRecord(
      found === undefined
        ? await connection.image.createImage(attributes, { signal })
        : await upload(context, connection, attributes, found.data),
    );
  },
};
