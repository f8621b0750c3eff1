import type { ActionCommand, ListCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { forEachName } from '../../for-each.ts';
import { imageNamed, imagesArgument } from '../../image/find-image.ts';
import { flag } from '../../parameters/parameter.ts';

const onlyCache = flag('--cache', 'only what is in the cache');
const onlyQueue = flag('--queue', 'only what is to come into it');

/** A time as `openstack` shows it: without a zone, with microseconds if there are any. */
function time(iso: string | null): string {
  if (iso === null) return '1970-01-01T00:00:00';
  const [seconds = '', fraction = ''] = iso.replace(/Z$/, '').split('.');
  return /^0*$/.test(fraction) ? seconds : `${seconds}.${fraction.padEnd(6, '0')}`;
}

function ofImages(verb: 'delete' | 'queue', description: string): ActionCommand {
  return {
    output: 'none',
    description,
    arguments: [imagesArgument],
    async run(context) {
      const { signal } = context;
      await forEachName(context, imagesArgument, verb, 'image', async (connection, name) => {
        const found = await imageNamed(connection, name, signal);
        await connection.image.cache[verb](found, { signal });
      });
    },
  };
}

function ofTheWhole(verb: 'clean' | 'prune', description: string): ActionCommand {
  return {
    output: 'none',
    description,
    async run({ signal, connect }) {
      const { isHttpError } = await import('@ostk/sdk');
      try {
        await (await connect()).image.cache[verb]({ signal });
      } catch (cause) {
        if (!isHttpError(cause, 404) && !isHttpError(cause, 405)) throw cause;
        throw new CommandError(
          "this cloud's Image service does not do that before OpenStack 2026.1: " +
            'run glance-cache-cleaner and glance-cache-pruner on its hosts',
          { cause },
        );
      }
    },
  };
}

/** `cached image delete` */
export const remove: ActionCommand = ofImages(
  'delete',
  'Take images out of the cache and its queue (administrators).',
);

/** `cached image queue` */
export const queue: ActionCommand = ofImages('queue', 'Have images fetched into the cache (administrators).');

/** `image cache clean` */
export const clean: ActionCommand = ofTheWhole(
  'clean',
  'Remove what fetching has left unfinished or spoilt in the cache (administrators).',
);

/** `image cache prune` */
export const prune: ActionCommand = ofTheWhole(
  'prune',
  'Remove the images that were not used for longest, down to the limit of the cache (administrators).',
);

/** `cached image clear` */
export const clear: ActionCommand = {
  output: 'none',
  description: 'Empty the image cache and its queue (administrators).',
  parameters: [onlyCache, onlyQueue],
  async run({ values, signal, connect }) {
    const isCache = values.get(onlyCache);
    // Both together are all there is.
    const target = isCache === values.get(onlyQueue) ? undefined : isCache ? 'cache' : 'queue';
    await (await connect()).image.cache.clear({ target, signal });
  },
};

/** `cached image list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List what is in the image cache and its queue (administrators).',
  async run({ signal, connect }) {
    const { cached, queued } = await (await connect()).image.cache.list({ signal });
    const names = ['ID', 'State', 'Last Accessed (UTC)', 'Last Modified (UTC)', 'Size', 'Hits'];
    const none = 'N/A';
    return {
      columns: names.map((name) => ({ name })),
      rows: [
        ...cached.map((image) => [
          image.imageId,
          'cached',
          time(image.lastAccessed),
          time(image.lastModified),
          image.size,
          image.hits,
        ]),
        ...queued.map((id) => [id, 'queued', none, none, none, none]),
      ],
    };
  },
};
