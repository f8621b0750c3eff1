import type { NetworkSettings } from '../config/network.ts';
import { Slots } from '../slots.ts';
import { Pace } from './pace.ts';

interface Limits {
  readonly slots: Slots | undefined;
  readonly pace: Pace | undefined;
}

/** Holds requests back: so many at the same time, so many in a second, each service by itself. */
export class Limiter {
  readonly #services: ReadonlyMap<string, Limits>;

  constructor({ concurrency, rateLimit }: Pick<NetworkSettings, 'concurrency' | 'rateLimit'>) {
    const limits = new Map<string, Limits>();
    for (const service of ['identity', 'image', 'compute'] as const) {
      const [many, rate] = [concurrency[service], rateLimit[service]];
      if (many === undefined && rate === undefined) continue;
      const pace = rate === undefined || !Number.isFinite(rate) ? undefined : new Pace(rate);
      limits.set(service, { slots: many === undefined ? undefined : new Slots(many), pace });
    }
    this.#services = limits;
  }

  /**
   * Waits until a request may go.
   *
   * @param counts whether it counts as one that is under way; every request counts for the rate.
   * @returns what is to be called when it is over.
   */
  async enter(
    service: string | undefined,
    counts: boolean,
    signal: AbortSignal | undefined,
  ): Promise<() => void> {
    const limits = service === undefined ? undefined : this.#services.get(service);
    if (limits === undefined) return () => undefined;
    const slots = counts ? limits.slots : undefined;
    await slots?.enter(signal);
    try {
      await limits.pace?.turn(signal);
    } catch (error) {
      slots?.leave();
      throw error;
    }
    return () => slots?.leave();
  }
}
