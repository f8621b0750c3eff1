import type { CreateServerOptions, ServerNetwork } from '@ostk/sdk';
import { UsageError } from '../errors.ts';

function toNetwork(nic: string): ServerNetwork {
  const parts = new Map(
    nic.split(',').map((part): [string, string] => {
      const at = part.indexOf('=');
      return [part.slice(0, at), part.slice(at + 1)];
    }),
  );
  const unknown = [...parts.keys()].find(
    (key) => !['net-id', 'port-id', 'v4-fixed-ip', 'v6-fixed-ip'].includes(key),
  );
  const [network, port] = [parts.get('net-id'), parts.get('port-id')];
  if (unknown !== undefined || (network === undefined) === (port === undefined)) {
    throw new UsageError(
      `--nic: ${nic} is neither none nor auto, and not of the form net-id=ID[,v4-fixed-ip=ADDRESS] or port-id=ID`,
    );
  }
  const fixedIp = parts.get('v4-fixed-ip') ?? parts.get('v6-fixed-ip');
  return network === undefined ? { port: port ?? '' } : { network, fixedIp };
}

/** What `--nic`, `--network` and `--port` say, in the SDK's words. */
export function networksOf(
  nics: readonly string[],
  networks: readonly string[],
  ports: readonly string[],
): CreateServerOptions['networks'] {
  const [only] = nics;
  if (only === 'none' || only === 'auto') {
    if (nics.length + networks.length + ports.length > 1)
      throw new UsageError(`--nic ${only} excludes other network cards`);
    return only;
  }
  const cards = [
    ...nics.map(toNetwork),
    ...networks.map((network) => ({ network })),
    ...ports.map((port) => ({ port })),
  ];
  return cards.length === 0 ? undefined : cards;
}
