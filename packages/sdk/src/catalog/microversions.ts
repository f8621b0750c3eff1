import { OptionError } from '../errors.ts';
import type { ApiVersion, MicroversionRange } from './versions.ts';

/** Which microversion a request is to be answered by: one such as `2.45`, or `latest`. */
function checkMicroversion(microversion: string): void {
  if (/^\d+\.\d+$/.test(microversion) || microversion === 'latest') return;
  throw new OptionError(`microversion: "${microversion}" is neither like 2.45 nor latest`);
}

/**
 * Negative if `a` is older than `b`, positive if it is newer, 0 if they are the same. Numbers are compared, not
 * text: 2.9 is older than 2.10.
 */
export function compareMicroversions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

/** Whether a service with this range answers by `microversion`. */
export function speaksMicroversion(range: MicroversionRange, microversion: string): boolean {
  return (
    compareMicroversions(range.min, microversion) <= 0 && compareMicroversions(microversion, range.max) <= 0
  );
}

/** The range that one of the versions with this major tells; `undefined` if none does. */
export function microversionRange(
  versions: readonly ApiVersion[],
  major: number,
): MicroversionRange | undefined {
  for (const version of versions) {
    if (version.major === major && version.microversions !== undefined) return version.microversions;
  }
  return undefined;
}

/**
 * The headers that ask for a microversion: the one of all services, and the one that old Novas know.
 *
 * @throws OptionError if it is none.
 */
export function microversionHeaders(
  service: string,
  microversion: string | undefined,
): Readonly<Record<string, string>> {
  if (microversion === undefined) return {};
  checkMicroversion(microversion);
  return {
    'OpenStack-API-Version': `${service} ${microversion}`,
    ...(service === 'compute' && { 'X-OpenStack-Nova-API-Version': microversion }),
  };
}

/** The microversion that a service says it answered by; `undefined` if it says none. */
export function microversionOf(
  service: string,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  const generic = headers['openstack-api-version']
    ?.split(',')
    .map((entry) => entry.trim().split(/\s+/))
    .find(([type]) => type === service)?.[1];
  return generic ?? (service === 'compute' ? headers['x-openstack-nova-api-version'] : undefined);
}
