import { BlockList, isIP } from 'node:net';
import type { ProxyServer, ProxySettings } from '../types.ts';

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

function isInNetwork(address: string, entry: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const [family, own] = [isIP(network), isIP(address)];
  if (family === 0 || family !== own || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(address, type);
}

/** Addresses have many spellings: `::1` is `0:0::1`. */
function isSameAddress(a: string, b: string): boolean {
  return isIP(a) !== 0 && isInNetwork(a, `${b}/${isIP(b) === 4 ? 32 : 128}`);
}

function matches(host: string, port: string, entry: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetwork(host, entry);
  const [, name = entry, wanted] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const bare = name.replace(/^\[|\]$|\.$/g, '').replace(/^\*?\./, '');
  return host === bare || isSameAddress(host, bare) || (isIP(host) === 0 && host.endsWith(`.${bare}`));
}

/** The proxy for a URL; `undefined` if it is reached directly. */
export function proxyFor(url: URL, settings: ProxySettings): ProxyServer | undefined {
  const server = url.protocol === 'https:' ? settings.https : settings.http;
  if (server === undefined) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = url.port || (defaultPorts[url.protocol] ?? '');
  return settings.bypass.some((entry) => matches(host, port, entry.toLowerCase())) ? undefined : server;
}
