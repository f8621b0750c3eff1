import type { ListCommand } from '../../../../command.ts';

/** `image metadef resource type list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the kinds of resource that metadata definitions can be for.',
  parameters: [],
  async run({ signal, connect }) {
    const types = await (await connect()).image.metadefs.resourceTypes.list({ signal });
    return { columns: [{ name: 'Name' }], rows: types.map(({ name }) => [name]) };
  },
};
