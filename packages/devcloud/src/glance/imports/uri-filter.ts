import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** What web-download may fetch. */
export interface WebDownload {
  /**
   * Hosts besides those that every Glance may fetch from: `host` or `host:port`, as they stand in the URI. An entry lets
   * pass what is refused otherwise: this machine, link-local addresses, ports other than 80 and 443.
   */
  readonly allow?: readonly string[];
}

const usualPorts: ReadonlySet<number> = new Set([80, 443]);

const refusedAddresses = new BlockList();
refusedAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
refusedAddresses.addSubnet('169.254.0.0', 16, 'ipv4');
refusedAddresses.addAddress('::1', 'ipv6');
refusedAddresses.addSubnet('fe80::', 10, 'ipv6');
refusedAddresses.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');
refusedAddresses.addSubnet('::ffff:169.254.0.0', 112, 'ipv6');

/**
 * Finds the address to fetch a URI from.
 * @returns undefined when the URI may not be fetched, or its host is not known
 */
export async function allowedAddress(uri: string, { allow = [] }: WebDownload): Promise<string | undefined> {
  const parts = partsOf(uri);
  if (parts === undefined) return undefined;
  const { scheme, host, port } = parts;
  const isListed =
    allow.includes(host) || allow.includes(`${host}:${port ?? (scheme === 'https' ? 443 : 80)}`);
  if (port !== undefined && !isListed && !usualPorts.has(port)) return undefined;
  const addresses = await addressesOf(host);
  return addresses.find((address) => isListed || !isRefused(address));
}

interface UriParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: number | undefined;
}

/** Takes a URI apart as Python does: a host stays as it is written, whatever address it may stand for. */
function partsOf(uri: string): UriParts | undefined {
  const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#]*)/i.exec(uri) ?? [];
  const place = authority.slice(authority.lastIndexOf('@') + 1);
  const [, bracketed, plain = '', digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(place) ?? [];
  const host = (bracketed ?? plain).toLowerCase();
  const port = digits === undefined || digits === '' ? undefined : Number(digits);
  if (host === '' || (port !== undefined && port > 65_535)) return undefined;
  return { scheme: scheme.toLowerCase(), host, port };
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIPv4(host) || isIPv6(host)) return [host];
  // Numbers that some resolvers take for addresses: 2130706433, 127.1.
  if (/^[\d.]+$/.test(host)) return [];
  try {
    // The dot at the end keeps the resolver from reading 0x7f000001 as a number.
    const found = await lookup(host.endsWith('.') ? host : `${host}.`, { all: true });
    return found.map(({ address }) => address);
  } catch {
    return [];
  }
}

function isRefused(address: string): boolean {
  return refusedAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
