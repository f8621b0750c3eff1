import type { ActionCommand } from '../../../command.ts';

/** `image cache clean` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Remove what fetching has left unfinished or spoilt in the cache (administrators).',
  parameters: [],
  async run({ signal, connect }) {
    await (await connect()).image.cache.clean({ signal });
  },
};
