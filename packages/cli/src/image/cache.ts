import { isHttpError } from '@ostk/sdk';
import { CommandError } from '../errors.ts';

/** Does what the Image service learnt late, and tells so where it does not know it. */
export async function onNewGlance(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (!isHttpError(cause, 404) && !isHttpError(cause, 405)) throw cause;
    throw new CommandError(
      "this cloud's Image service does not do that before OpenStack 2026.1: " +
        'run glance-cache-cleaner and glance-cache-pruner on its hosts',
      { cause },
    );
  }
}
