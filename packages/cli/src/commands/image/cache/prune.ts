import type { ActionCommand } from '../../../command.ts';
import { onNewGlance } from '../../../image/cache.ts';

/** `image cache prune` */
export const command: ActionCommand = {
  output: 'none',
  description:
    'Remove the images that were not used for longest, down to the limit of the cache (administrators).',
  parameters: [],
  async run({ signal, connect }) {
    await onNewGlance((await connect()).image.cache.prune({ signal }));
  },
};
