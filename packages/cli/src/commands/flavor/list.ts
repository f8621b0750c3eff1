import type { Flavor } from '@ostk/sdk';
import type { ListCommand } from '../../command.ts';
import { type Columns, list } from '../../output/list.ts';
import { humanMapping } from '../../output/python-text.ts';
import { choice, flag, integer, text } from '../../parameters/parameter.ts';

const visibility = choice({
  public: { value: 'public', description: 'only public flavors (default)' },
  private: { value: 'private', description: 'only flavors that are not public (administrators)' },
  all: { value: 'all', description: 'all flavors (administrators)' },
});
const minDisk = integer('--min-disk <GiB>', 'only flavors with a disk of at least this size', 0);
const minRam = integer('--min-ram <MiB>', 'only flavors with at least this much memory', 0);
const long = flag('--long', 'show more columns');
const limit = integer('--limit <number>', 'the most flavors to show', 1);
const marker = text('--marker <id>', 'show what comes after this flavor');

const shortColumns: Columns<Flavor> = {
  ID: ({ id }) => id,
  Name: ({ name }) => name,
  RAM: ({ ram }) => ram,
  Disk: ({ disk }) => disk,
  Ephemeral: ({ ephemeral }) => ephemeral,
  VCPUs: ({ vcpus }) => vcpus,
  'Is Public': ({ isPublic }) => isPublic,
};
const longColumns: Columns<Flavor> = {
  ...shortColumns,
  Swap: ({ swap }) => swap,
  'RXTX Factor': ({ rxtxFactor }) => rxtxFactor,
  Properties: ({ extraSpecs }) => extraSpecs ?? {},
};

/** `flavor list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the sizes that servers can have; memory is in MiB, disks are in GiB.',
  parameters: [visibility, minDisk, minRam, long, limit, marker],
  async run({ values, signal, connect }) {
    const which = values.get(visibility);
    const isPublic = which === 'all' ? 'all' : which === 'private' ? false : undefined;
    const flavors = await (
      await connect()
    ).compute
      .flavors({
        isPublic,
        minDisk: values.get(minDisk),
        minRam: values.get(minRam),
        maxItems: values.get(limit),
        marker: values.get(marker),
        microversion: values.get(long) ? '2.61' : undefined,
        signal,
      })
      .toArray();
    return list(flavors, values.get(long) ? longColumns : shortColumns, { Properties: humanMapping });
  },
};
