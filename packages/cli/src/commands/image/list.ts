import type { Image, ImageQuery, ImageSort, ImageSortKey } from '@ostk/sdk';
import type { ListCommand } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { givenProject } from '../../identity/find.ts';
import { projectDomain } from '../../image/attributes.ts';
import { imageNamed } from '../../image/find-image.ts';
import { type Columns, list as listOf } from '../../output/list.ts';
import { humanList } from '../../output/python-text.ts';
import { choice, flag, integer, keyValues, oneOf, text, texts } from '../../parameters/parameter.ts';
import { didYouMean } from '../../suggest.ts';

const shortColumns: Columns<Image> = { ID: ({ id }) => id, Name: (image) => image.name };

const statusColumn: Columns<Image> = { Status: ({ status: state }) => state };

const longColumns: Columns<Image> = {
  ...shortColumns,
  'Disk Format': ({ diskFormat }) => diskFormat,
  'Container Format': ({ containerFormat }) => containerFormat,
  Size: ({ size }) => size,
  Checksum: ({ checksum }) => checksum,
  ...statusColumn,
  Visibility: (image) => image.visibility,
  Protected: (image) => image.protected,
  Project: ({ owner }) => owner,
  Tags: (image) => image.tags,
};

const visibility = choice({
  public: { value: 'public', description: 'only public images' },
  private: { value: 'private', description: 'only private images' },
  community: { value: 'community', description: 'only community images' },
  shared: { value: 'shared', description: 'only images that are shared' },
  all: { value: 'all', description: 'all images, the community images of others among them' },
});
const properties = keyValues('--property <key=value>', 'only images with this property (may be repeated)');
const name = text('--name <name>', 'only images of this name');
const status = oneOf('--status <status>', 'only images in this state', [
  'queued',
  'saving',
  'uploading',
  'importing',
  'active',
  'deactivated',
  'killed',
  'deleted',
  'pending_delete',
]);
const memberStatus = oneOf('--member-status <status>', 'only images whose sharing is in this state', [
  'accepted',
  'pending',
  'rejected',
  'all',
]);
const project = text('--project <project>', 'only images of this project, name or id');
const tags = texts('--tag <tag>', 'only images with this tag (may be repeated)');
const hidden = flag('--hidden', 'only hidden images');
const long = flag('--long', 'show more columns');
const sort = text('--sort <key[:asc|desc],...>', 'what to sort by; name by default');
const limit = integer('--limit <number>', 'the most images to show', 1);
const maxItems = integer('--max-items <number>', 'the same as --limit', 1, { hidden: true });
const pageSize = integer('--page-size <number>', 'images in one request', 1, { hidden: true });
const marker = text('--marker <image>', 'show what comes after this image, name or id');

/** What the service itself can sort by. */
const sortKeys: Readonly<Record<string, ImageSortKey>> = {
  name: 'name',
  status: 'status',
  container_format: 'containerFormat',
  disk_format: 'diskFormat',
  size: 'size',
  id: 'id',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
};

/** As many as Glance gives at once unless its operator chose otherwise. */
const usualPage = 1000;

function parseSort(given: string): readonly ImageSort[] {
  const sorts = given.split(',').map((part): ImageSort => {
    const [written = '', direction = 'asc'] = part.trim().split(':');
    const key = sortKeys[written.trim().toLowerCase().replaceAll(' ', '_')];
    if (key === undefined) {
      const known = Object.keys(sortKeys);
      throw new UsageError(
        `--sort: images cannot be sorted by ${written}, only by ${known.join(', ')}; ` +
          `what is shown can be, by --sort-column${didYouMean(written, known)}`,
      );
    }
    if (direction === 'asc' || direction === 'desc') return `${key}:${direction}`;
    throw new UsageError(`--sort: ${direction} is neither asc nor desc`);
  });
  // Among equals the newest comes first, as where Glance chooses the order.
  return sorts.some((each) => each.startsWith('createdAt:')) ? sorts : [...sorts, 'createdAt:desc'];
}

/** `image list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List images. All filters are applied by the service, and so is the order.',
  parameters: [
    visibility,
    properties,
    name,
    status,
    memberStatus,
    project,
    projectDomain,
    tags,
    hidden,
    long,
    sort,
    limit,
    maxItems,
    pageSize,
    marker,
  ],
  async run(context) {
    const { values, signal, connect } = context;
    const order = parseSort(values.get(sort) ?? 'name:asc');
    const most = values.get(limit) ?? values.get(maxItems);
    const after = values.get(marker);
    const connection = await connect();
    const query: ImageQuery = {
      visibility: values.get(visibility),
      properties: values.get(properties),
      name: values.get(name),
      status: values.get(status),
      memberStatus: values.get(memberStatus),
      tag: values.get(tags),
      osHidden: values.get(hidden) || undefined,
      owner: await givenProject(context, project, projectDomain),
      marker: after === undefined ? undefined : (await imageNamed(connection, after, signal)).id,
      sort: order,
      limit: values.get(pageSize) ?? Math.min(most ?? usualPage, usualPage),
      maxItems: most,
      signal,
    };
    const images = await connection.image.images(query).toArray();
    const columns = values.get(long) ? longColumns : { ...shortColumns, ...statusColumn };
    return listOf(images, columns, { Tags: humanList });
  },
};
