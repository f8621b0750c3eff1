import type { Image, ImportSource } from '@ostk/sdk';
import type { Context, ShowCommand } from '../../command.ts';
import { CommandError, UsageError } from '../../errors.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { imageRecord } from '../../image/image-record.ts';
import { withImportProgress } from '../../image/import-progress.ts';
import { importTargets, storeParameters } from '../../image/stores.ts';
import { flag, integer, oneOf, type Parameter, text } from '../../parameters/parameter.ts';
import type { Values } from '../../parameters/values.ts';

const methods = ['glance-direct', 'web-download', 'glance-download', 'copy-image'] as const;
const method = oneOf(
  '--method <method>',
  'where the data come from: glance-direct, by default, is what was staged',
  methods,
);
const uri = text('--uri <url>', 'web-download: where the cloud fetches the data');
const remoteImage = text('--remote-image <id>', 'glance-download: the image to copy');
const remoteRegion = text('--remote-region <region>', 'glance-download: the region that it is in');
const remoteInterface = text('--remote-service-interface <name>', 'glance-download: the endpoint to use');
const wait = flag('--wait', 'wait for the end of it, and tell why if it fails');
const timeout = integer('--timeout <seconds>', 'how long --wait waits at most; 6 hours by default', 1);

type Method = (typeof methods)[number];

const belongsTo: readonly (readonly [Parameter<string | undefined>, string, Method])[] = [
  [uri, '--uri', 'web-download'],
  [remoteImage, '--remote-image', 'glance-download'],
  [remoteRegion, '--remote-region', 'glance-download'],
  [remoteInterface, '--remote-service-interface', 'glance-download'],
];

const neededStatus: Readonly<Record<Method, string | undefined>> = {
  'glance-direct': 'uploading',
  'web-download': 'queued',
  'glance-download': undefined,
  'copy-image': 'active',
};

const hints: Readonly<Record<Method, string>> = {
  'glance-direct': ': put its data there with ostk image stage first',
  'web-download': ': an image that has data cannot be given others',
  'glance-download': '',
  'copy-image': ': it has no data to copy yet',
};

function required(
  values: Values,
  parameter: Parameter<string | undefined>,
  name: string,
  of: Method,
): string {
  const value = values.get(parameter);
  if (value === undefined || value === '')
    throw new UsageError(`${name} is missing: --method ${of} needs it`);
  return value;
}

function sourceOf(values: Values, chosen: Method): ImportSource {
  for (const [parameter, name, of] of belongsTo) {
    if (of !== chosen && values.get(parameter) !== undefined) {
      throw new UsageError(`${name} goes with --method ${of} only`);
    }
  }
  if (chosen === 'web-download') {
    return { method: chosen, uri: required(values, uri, '--uri', chosen) };
  }
  if (chosen !== 'glance-download') return { method: chosen };
  return {
    method: chosen,
    region: required(values, remoteRegion, '--remote-region', chosen),
    imageId: required(values, remoteImage, '--remote-image', chosen),
    serviceInterface: values.get(remoteInterface),
  };
}

function checkState(found: Image, chosen: Method): void {
  if (found.containerFormat === null || found.diskFormat === null) {
    throw new CommandError(
      `image ${found.id} has no disk format or container format: set them with ostk image set first`,
    );
  }
  const needed = neededStatus[chosen];
  if (needed !== undefined && found.status !== needed) {
    const hasData = chosen === 'glance-direct' && found.status === 'active';
    const hint = hasData ? ': it has its data already' : hints[chosen];
    throw new CommandError(
      `--method ${chosen} is for images that are ${needed}, and ${found.id} is ${found.status}${hint}`,
    );
  }
}

async function checkMethod({ signal, connect }: Context, chosen: Method): Promise<void> {
  const { methods: known } = await (await connect()).image.importInfo({ signal });
  if (known.includes(chosen)) return;
  throw new CommandError(
    known.length === 0
      ? 'this cloud imports nothing'
      : `this cloud does not import by ${chosen}, only by ${known.join(', ')}`,
  );
}

/** `image import` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Have the cloud get the data of an image by itself.',
  arguments: [imageArgument],
  parameters: [
    method,
    uri,
    remoteImage,
    remoteRegion,
    remoteInterface,
    ...Object.values(storeParameters),
    wait,
    timeout,
  ],
  async run(context) {
    const { values, signal } = context;
    const chosen = values.get(method) ?? 'glance-direct';
    const source = sourceOf(values, chosen);
    const targets = importTargets(values);
    if (chosen === 'copy-image' && targets.stores === undefined && targets.allStores === undefined) {
      throw new UsageError('--method copy-image needs --store or --all-stores');
    }
    await checkMethod(context, chosen);
    const { service, image } = await givenImage(context);
    checkState(image, chosen);
    const seconds = values.get(timeout);
    const imported = await withImportProgress(context, (onProgress) =>
      service.importImage(image, {
        ...source,
        ...targets,
        wait: values.get(wait),
        timeout: seconds === undefined ? undefined : seconds * 1000,
        onProgress,
        signal,
      }),
    );
    return imageRecord(imported);
  },
};
