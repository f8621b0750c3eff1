import type { ActionCommand } from '../../../command.ts';
import { onNewGlance } from '../../../image/cache.ts';

/** `image cache clean` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Remove what fetching has left unfinished or spoilt in the cache (administrators).',
  parameters: [],
  async run({ signal, connect }) {
    await onNewGlance((await connect()).image.cache.clean({ signal }));
  },
};
