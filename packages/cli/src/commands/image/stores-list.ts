import type { ListCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import type { Value } from '../../output/data.ts';
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
    const names = ['ID', 'Description', 'Default'];
    return {
      columns: (detailed ? names.concat('Properties') : names).map((name) => ({ name })),
      rows: stores.map((store) => {
        const { id, description, isDefault } = store;
        // As `openstack` has it: those that are not the default one say nothing of it.
        const row: Value[] = [id, description, isDefault ? true : null];
        if (detailed) row.push(toValue(store.properties));
        return row;
      }),
    };
  },
};
