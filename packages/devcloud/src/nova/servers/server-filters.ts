import { denied } from '../policy.ts';
import { fault } from '../request.ts';
import type { Request } from '../request.ts';
import type { Server } from './server.ts';
import { isStatus, statusOf } from './status.ts';

type Test = (server: Server) => boolean;

/** Filters everybody may use, with the microversion they came with. */
const open: Readonly<Record<string, number>> = {
  reservation_id: 1,
  name: 1,
  status: 1,
  image: 1,
  flavor: 1,
  ip: 1,
  'changes-since': 1,
  all_tenants: 1,
  ip6: 5,
  tags: 26,
  'tags-any': 26,
  'not-tags': 26,
  'not-tags-any': 26,
  'changes-before': 66,
  locked: 73,
  key_name: 83,
  power_state: 83,
  task_state: 83,
  vm_state: 83,
  user_id: 83,
  availability_zone: 83,
  hostname: 90,
};

/** What each filter that is not met elsewhere asks of a server. */
const tests: Readonly<Record<string, (value: string) => Test>> = {
  name: (value) => matching(value, ({ name }) => name),
  display_name: (value) => matching(value, ({ name }) => name),
  description: (value) => matching(value, ({ description }) => description ?? ''),
  hostname: (value) => matching(value, ({ hostname }) => hostname),
  key_name: (value) => matching(value, ({ keyName }) => keyName ?? ''),
  reservation_id: (value) => matching(value, ({ reservationId }) => reservationId),
  ip: (value) => addressed(value),
  ip6: () => () => false,
  image: (value) => equal(value, ({ imageId }) => imageId),
  image_ref: (value) => equal(value, ({ imageId }) => imageId),
  flavor: (value) => equal(value, ({ flavor }) => flavor.id),
  user_id: (value) => equal(value, ({ userId }) => userId),
  project_id: (value) => equal(value, ({ projectId }) => projectId),
  tenant_id: (value) => equal(value, ({ projectId }) => projectId),
  uuid: (value) => equal(value, ({ id }) => id),
  host: (value) => equal(value, ({ host = '' }) => host),
  vm_state: (value) => equal(value, ({ vmState }) => vmState),
  task_state: (value) => equal(value, ({ taskState }) => taskState ?? ''),
  power_state: (value) => equal(value, ({ powerState }) => String(powerState)),
  'changes-since': (value) => since(value, (changed, time) => changed >= time),
  'changes-before': (value) => since(value, (changed, time) => changed <= time),
  tags: (value) => tagged(value, (own, asked) => asked.every((tag) => own.has(tag))),
  'tags-any': (value) => tagged(value, (own, asked) => asked.some((tag) => own.has(tag))),
  'not-tags': (value) => tagged(value, (own, asked) => !asked.every((tag) => own.has(tag))),
  'not-tags-any': (value) => tagged(value, (own, asked) => !asked.some((tag) => own.has(tag))),
  locked: (value) => isLocked(flagOf(value)),
};

function equal(value: string, of: (server: Server) => string): Test {
  return (server) => of(server) === value;
}

/** As MySQL matches: anywhere, whatever the case of the letters. Nova takes the meaning from bars. */
function matching(value: string, of: (server: Server) => string): Test {
  const pattern = new RegExp(value.replaceAll('|', String.raw`\|`), 'i');
  return (server) => pattern.test(of(server));
}

function addressed(value: string): Test {
  const pattern = new RegExp(value);
  return ({ addresses }) => addresses.some(({ address }) => pattern.test(address));
}

function since(value: string, fits: (changed: number, time: number) => boolean): Test {
  const time = Date.parse(value) * 1000;
  return ({ updatedAt }) => fits(Math.floor(updatedAt / 1e6) * 1e6, time);
}

function tagged(value: string, fits: (own: ReadonlySet<string>, asked: readonly string[]) => boolean): Test {
  const asked = value.split(',');
  return ({ tags }) => fits(tags, asked);
}

function isLocked(wanted: boolean): Test {
  return ({ locked }) => (locked !== undefined) === wanted;
}

function isTrue(value: string): boolean {
  return ['1', 't', 'true', 'on', 'y', 'yes'].includes(value.toLowerCase());
}

/**
 * Reads the filters of a list.
 * @param rule name of the policy of the list
 * @returns undefined when nothing can match
 * @throws 400 and 403 in Nova's words
 */
export function matcherOf(request: Request, rule: string): Test | undefined {
  const { caller, exchange, minor } = request;
  const asked = new Map(
    [...exchange.query].filter(([name]) => caller.isAdmin || (open[name] ?? Infinity) <= minor),
  );
  const statuses = exchange.query.getAll('status');
  if (statuses.length > 0 && !statuses.some(isStatus)) {
    if (minor >= 38) throw fault(400, 'Invalid status value');
    return undefined;
  }
  const wantsDeleted = statuses.length > 0 && statuses.every((status) => status.toUpperCase() === 'DELETED');
  if (wantsDeleted && !caller.isAdmin) throw fault(403, 'Only administrators may list deleted instances');
  checkTimes(asked);
  const everywhere = allTenants(asked.get('all_tenants'));
  if (everywhere && !caller.isAdmin) throw denied(`${rule}:get_all_tenants`);
  // Without all_tenants a list is of the caller's own project, whichever it asks for.
  if (!everywhere) asked.delete('tenant_id');
  const all: Test[] = [...asked].flatMap(([name, value]) => tests[name]?.(value) ?? []);
  if (!everywhere) all.push(({ projectId }) => projectId === caller.projectId);
  if (statuses.length > 0) all.push(withStatus(statuses));
  all.push(...ofDeleted(asked, wantsDeleted));
  return (server) => all.every((test) => test(server));
}

function checkTimes(asked: ReadonlyMap<string, string>): void {
  const [first, last] = [asked.get('changes-since'), asked.get('changes-before')];
  if (first === undefined || last === undefined || Date.parse(first) <= Date.parse(last)) return;
  throw fault(400, 'The value of changes-since must be less than or equal to changes-before.');
}

function withStatus(statuses: readonly string[]): Test {
  const wanted = new Set(statuses.map((status) => status.toUpperCase()));
  return (server) => wanted.has(statusOf(server));
}

function ofDeleted(asked: ReadonlyMap<string, string>, wantsDeleted: boolean): readonly Test[] {
  const given = asked.get('deleted');
  if (wantsDeleted || (given !== undefined && isTrue(given))) return [({ deleted }) => deleted];
  const changed = asked.has('changes-since') || asked.has('changes-before');
  return changed && given === undefined ? [] : [({ deleted }) => !deleted];
}

function allTenants(value: string | undefined): boolean {
  return value === '' || (value !== undefined && flagOf(value));
}

/** @throws 400 for a text that is neither yes nor no */
function flagOf(value: string): boolean {
  if (isTrue(value)) return true;
  if (['0', 'f', 'false', 'off', 'n', 'no'].includes(value.toLowerCase())) return false;
  throw fault(
    400,
    `Unrecognized value '${value}', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'`,
  );
}
