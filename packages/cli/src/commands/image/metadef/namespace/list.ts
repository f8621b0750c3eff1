import type { ListCommand } from '../../../../command.ts';
import { oneOf, text } from '../../../../parameters/parameter.ts';

const resourceTypes = text('--resource-types <type,...>', 'only those that are meant for one of these');
const visibility = oneOf('--visibility <visibility>', 'only those that are public, or private', [
  'public',
  'private',
]);

/** `image metadef namespace list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the namespaces of metadata definitions.',
  parameters: [resourceTypes, visibility],
  async run({ values, signal, connect }) {
    const { metadefs } = (await connect()).image;
    const namespaces = metadefs.namespaces.list({
      resourceTypes: values.get(resourceTypes)?.split(','),
      visibility: values.get(visibility),
      signal,
    });
    return {
      columns: [{ name: 'namespace' }],
      rows: (await namespaces.toArray()).map(({ namespace }) => [namespace]),
    };
  },
};
