import type { Server } from '@ostk/sdk';
import type { Value } from '../output/data.ts';
import { humanMapping, isMapping, pythonText } from '../output/python-text.ts';

const powerStates: Readonly<Record<number, string>> = {
  0: 'NOSTATE',
  1: 'Running',
  3: 'Paused',
  4: 'Shutdown',
  6: 'Crashed',
  7: 'Suspended',
};

/** What stands where an image would, if the disk is a volume. */
export const onVolume = 'N/A (booted from volume)';

/** The state of the machine for people. */
export function humanPowerState(value: Value): string {
  return typeof value === 'number' ? (powerStates[value] ?? 'N/A') : 'N/A';
}

/** Addresses for people: `net=10.0.0.2, 10.0.0.3; other=10.1.0.2`. */
export function humanAddresses(value: Value): string {
  if (!isMapping(value)) return pythonText(value);
  return Object.entries(value)
    .map(([network, list]) => `${network}=${Array.isArray(list) ? list.map(pythonText).join(', ') : ''}`)
    .join('; ');
}

/** A list of mappings for people, one a line. */
export function humanMappings(value: Value): string {
  return Array.isArray(value) ? value.map(humanMapping).join('\n') : pythonText(value);
}

/** The addresses of a server, by network. */
export function addressesOf({ addresses }: Server): Value {
  return Object.fromEntries(
    Object.entries(addresses).map(([network, list]) => [network, list.map(({ address }) => address)]),
  );
}
