import type { ListCommand } from '../../command.ts';

const none = 'N/A';

/** A time as `openstack` shows it: without a zone, with microseconds if there are any. */
function time(iso: string | null): string {
  if (iso === null) return '1970-01-01T00:00:00';
  const [seconds = '', fraction = ''] = iso.replace(/Z$/, '').split('.');
  return /^0*$/.test(fraction) ? seconds : `${seconds}.${fraction.padEnd(6, '0')}`;
}

/** `cached image list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List what is in the image cache and its queue (administrators).',
  parameters: [],
  async run({ signal, connect }) {
    const { cached, queued } = await (await connect()).image.cache.list({ signal });
    const names = ['ID', 'State', 'Last Accessed (UTC)', 'Last Modified (UTC)', 'Size', 'Hits'];
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
