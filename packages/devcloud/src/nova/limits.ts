import { novaAnswer } from './answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Flavor } from './flavors/flavor.ts';
import type { Nova } from './nova.ts';
import { fault } from './request.ts';
import type { Request } from './request.ts';
import { denied } from './policy.ts';

/** What a project may have by default. */
const allowed = { instances: 10, cores: 20, ram: 51_200 } as const;

type Used = Readonly<Record<keyof typeof allowed, number>>;

function usedBy({ servers }: Nova, projectId: string): Used {
  const own = [...servers.values()].filter((server) => server.projectId === projectId && !server.deleted);
  return {
    instances: own.length,
    cores: own.reduce((sum, { flavor }) => sum + flavor.vcpus, 0),
    ram: own.reduce((sum, { flavor }) => sum + flavor.ram, 0),
  };
}

/** Lets a project have no more servers than it may. @throws 403 */
export function enforceQuota({ caller, nova }: Request, flavor: Flavor, count: number): void {
  const used = usedBy(nova, caller.projectId);
  const asked: Used = { instances: count, cores: count * flavor.vcpus, ram: count * flavor.ram };
  const names = ['cores', 'instances', 'ram'] as const;
  const over = names.filter((name) => used[name] + asked[name] > allowed[name]);
  if (over.length === 0) return;
  const list = (values: Used): string => over.map((name) => values[name]).join(', ');
  throw fault(
    403,
    `Quota exceeded for ${over.join(', ')}: Requested ${list(asked)}, but already used ${list(used)} of ${list(allowed)} ${over.join(', ')}`,
  );
}

/** `GET /limits`. */
export function showLimits({ caller, exchange, minor, nova }: Request): Answer {
  const asked = exchange.query.get('tenant_id');
  if (asked !== null && !caller.isAdmin) throw denied('limits:other_project');
  const used = usedBy(nova, asked ?? caller.projectId);
  const absolute = {
    maxTotalInstances: allowed.instances,
    maxTotalCores: allowed.cores,
    maxTotalRAMSize: allowed.ram,
    maxServerMeta: 128,
    ...(minor < 39 ? { maxImageMeta: 128 } : {}),
    ...(minor < 57 ? { maxPersonality: 5, maxPersonalitySize: 10_240 } : {}),
    maxTotalKeypairs: 100,
    maxServerGroups: 10,
    maxServerGroupMembers: 10,
    ...(minor < 36 ? { maxTotalFloatingIps: -1, maxSecurityGroups: -1, maxSecurityGroupRules: -1 } : {}),
    totalRAMUsed: used.ram,
    totalCoresUsed: used.cores,
    totalInstancesUsed: used.instances,
    ...(minor < 36 ? { totalFloatingIpsUsed: 0, totalSecurityGroupsUsed: 0 } : {}),
    totalServerGroupsUsed: 0,
  };
  return novaAnswer(200, { limits: { rate: [], absolute } });
}
