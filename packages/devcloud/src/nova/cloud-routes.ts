import { pythonTime } from '../clock.ts';
import { novaAnswer } from './answer.ts';
import type { Answer } from '../http/answer.ts';
import { showLimits } from './limits.ts';
import { host, zone } from './nova.ts';
import type { Nova } from './nova.ts';
import { enforce } from './policy.ts';
import type { NovaRoutes, Request } from './request.ts';

/** Routes that tell of the cloud as a whole. */
export const cloudRoutes: NovaRoutes = {
  '/limits': { GET: showLimits },
  '/os-availability-zone': { GET: listZones },
  '/os-availability-zone/detail': { GET: listZonesInDetail },
  '/os-services': { GET: listServices },
};

/** The services of the one host, with the zone each counts to. */
const services = [
  { binary: 'nova-scheduler', zone: 'internal', id: 1, uuid: 'b7c1f9a4-0d4e-4b52-9f7a-1f0f5d4f0a01' },
  { binary: 'nova-conductor', zone: 'internal', id: 2, uuid: 'b7c1f9a4-0d4e-4b52-9f7a-1f0f5d4f0a02' },
  { binary: 'nova-compute', zone, id: 3, uuid: 'b7c1f9a4-0d4e-4b52-9f7a-1f0f5d4f0a03' },
] as const;

function seenAt({ clock }: Nova): string {
  return `${pythonTime(clock.now() * 1000).slice(0, 19)}.000000`;
}

function listZones(): Answer {
  const info = [{ zoneName: zone, zoneState: { available: true }, hosts: null }];
  return novaAnswer(200, { availabilityZoneInfo: info });
}

function listZonesInDetail(request: Request): Answer {
  enforce(request, 'admin', 'os-availability-zone:detail');
  const updated = seenAt(request.nova);
  const info = ['internal', zone].map((name) => ({
    zoneName: name,
    zoneState: { available: true },
    hosts: {
      [host]: Object.fromEntries(
        services
          .filter((service) => service.zone === name)
          .map(({ binary }) => [binary, { available: true, active: true, updated_at: updated }]),
      ),
    },
  }));
  return novaAnswer(200, { availabilityZoneInfo: info });
}

function listServices(request: Request): Answer {
  enforce(request, 'admin', 'os-services:list');
  const { exchange, minor, nova } = request;
  const [binaryAsked, hostAsked] = [exchange.query.get('binary'), exchange.query.get('host')];
  const shown = services
    .filter(({ binary }) => (binaryAsked ?? binary) === binary && (hostAsked ?? host) === host)
    .map(({ binary, id, uuid, zone: own }) => ({
      binary,
      host,
      id: minor >= 53 ? uuid : id,
      zone: own,
      status: 'enabled',
      state: 'up',
      updated_at: seenAt(nova),
      disabled_reason: null,
    }));
  if (minor < 11) return novaAnswer(200, { services: shown });
  return novaAnswer(200, {
    services: shown.map((service) => Object.assign(service, { forced_down: false })),
  });
}
