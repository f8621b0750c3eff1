import type { ActionCommand } from '../../command.ts';
import { flag } from '../../parameters/parameter.ts';

const cache = flag('--cache', 'only what is in the cache');
const queue = flag('--queue', 'only what is to come into it');

/** `cached image clear` */
export const command: ActionCommand = {
  output: 'none',
  description: 'Empty the image cache and its queue (administrators).',
  parameters: [cache, queue],
  async run({ values, signal, connect }) {
    const [onlyCache, onlyQueue] = [values.get(cache), values.get(queue)];
    // Both together are all there is.
    const target = onlyCache === onlyQueue ? undefined : onlyCache ? 'cache' : 'queue';
    await (await connect()).image.cache.clear({ target, signal });
  },
};
