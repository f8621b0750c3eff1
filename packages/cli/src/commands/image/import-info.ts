import type { ShowCommand } from '../../command.ts';
import { humanList } from '../../output/python-text.ts';
import { record } from '../../output/record.ts';

/** `image import info` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show by which methods this cloud imports images.',
  async run({ signal, connect }) {
    const { methods } = await (await connect()).image.importInfo({ signal });
    return record({ 'import-methods': methods }, { 'import-methods': humanList });
  },
};
