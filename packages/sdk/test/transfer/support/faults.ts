import type { Fault } from '@ostk/devcloud';

type Stroke<Each> = Each extends unknown ? Omit<Each, 'on' | 'times'> : never;

/** Makes faults that strike the first request of a kind. @param on its method and path */
export function onceOn(on: string): (stroke: Stroke<Fault>) => Fault {
  return (stroke) => ({ on, times: 1, ...stroke });
}
