import type { ImageStore } from '@ostk/sdk';
import type { ListCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { list } from '../../output/list.ts';
import { toValue } from '../../output/record.ts';
import { flag } from '../../parameters/parameter.ts';

const detail = flag('--detail', 'show the properties of the stores, too (administrators)');

/** `image stores list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the stores that this cloud keeps the data of images in.',
  parameters: [detail],
  async run({ values, signal, connect }) {
    const detailed = values.get(detail);
    const stores = await (await connect()).image.stores({ detail: detailed, signal });
    if (stores.length === 0) throw new CommandError('this cloud has a single store, which has no name');
    return list(stores, {
      ID: ({ id }) => id,
      Description: ({ description }) => description,
      // As `openstack` has it: those that are not the default one say nothing of it.
      Default: ({ isDefault }) => (isDefault ? true : null),
      ...(detailed && { Properties: ({ properties }: ImageStore) => toValue(properties) }),
    });
  },
};
