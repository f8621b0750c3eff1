import { novaAnswer } from '../answer.ts';
import { compareValues } from '../../compare.ts';
import type { Sortable } from '../../compare.ts';
import type { Answer } from '../../http/answer.ts';
import type { Schema } from '../../python/json-schema.ts';
import { checkQuery } from '../check-input.ts';
import { pageOf, pageParameters } from '../page.ts';
import { enforce } from '../policy.ts';
import { fault } from '../request.ts';
import type { Request } from '../request.ts';
import { each, types } from '../schema-types.ts';
import { matcherOf } from './server-filters.ts';
import { briefServer, serverJson } from './server-json.ts';
import type { Server } from './server.ts';

/** What a list can be sorted by. */
const columns: Readonly<Record<string, (server: Server) => Sortable>> = {
  access_ip_v4: ({ accessIPv4 }) => accessIPv4,
  access_ip_v6: ({ accessIPv6 }) => accessIPv6,
  auto_disk_config: ({ diskConfig }) => diskConfig,
  availability_zone: () => null,
  config_drive: ({ configDrive }) => (configDrive ? 'True' : ''),
  created_at: ({ createdAt }) => createdAt,
  display_description: ({ description }) => description,
  display_name: ({ name }) => name,
  host: ({ host = null }) => host,
  hostname: ({ hostname }) => hostname,
  image_ref: ({ imageId }) => imageId,
  instance_type_id: ({ flavor }) => flavor.createdAt,
  kernel_id: () => '',
  key_name: ({ keyName }) => keyName,
  launch_index: ({ launchIndex }) => launchIndex,
  launched_at: ({ launchedAt = null }) => launchedAt,
  locked_by: ({ locked }) => (locked === undefined ? null : String(locked.byAdmin)),
  node: ({ host = null }) => host,
  power_state: ({ powerState }) => powerState,
  progress: () => 0,
  project_id: ({ projectId }) => projectId,
  ramdisk_id: () => '',
  root_device_name: () => null,
  task_state: ({ taskState }) => taskState,
  terminated_at: ({ terminatedAt = null }) => terminatedAt,
  updated_at: ({ updatedAt }) => updatedAt,
  user_id: ({ userId }) => userId,
  uuid: ({ id }) => id,
  vm_state: ({ vmState }) => vmState,
};

/** Keys that were taken once, and are passed over until 2.75. */
const ignored = [
  'architecture',
  'deleted',
  'ephemeral_gb',
  'id',
  'memory_mb',
  'reservation_id',
  'root_gb',
  'vcpus',
];

const regexes = [
  'name',
  'display_name',
  'flavor',
  'ip',
  'ip6',
  'hostname',
  'key_name',
  'reservation_id',
  'description',
];
const plain = [
  'user_id',
  'project_id',
  'tenant_id',
  'image',
  'image_ref',
  'vm_state',
  'task_state',
  'host',
  'uuid',
  'sort_dir',
  'all_tenants',
  'soft_deleted',
  'deleted',
  'status',
  'power_state',
  'availability_zone',
  'config_drive',
  'node',
  'launched_at',
  'terminated_at',
  'created_at',
  'progress',
  'locked_by',
  'launch_index',
  'auto_disk_config',
];

function parameters(names: readonly string[], schema: Schema): Schema {
  return Object.fromEntries(names.map((name) => [name, each(schema)]));
}

function querySchema(minor: number): Schema {
  const keys = [...(minor >= 73 ? ['locked'] : []), ...Object.keys(columns), ...(minor >= 75 ? [] : ignored)];
  const tags = ['tags', 'tags-any', 'not-tags', 'not-tags-any'];
  return {
    type: 'object',
    properties: {
      ...pageParameters,
      ...parameters(plain, types.text),
      ...parameters(regexes, { type: 'string', format: 'regex' }),
      ...parameters(minor >= 26 ? tags : [], { type: 'string', format: 'regex' }),
      ...parameters(minor >= 66 ? ['changes-since', 'changes-before'] : ['changes-since'], {
        type: 'string',
        format: 'date-time',
      }),
      ...(minor >= 73 ? { locked: each(types.text) } : {}),
      sort_key: each({ type: 'string', enum: keys }),
    },
    patternProperties: { '^_': each(types.text) },
    additionalProperties: minor < 75,
  };
}

/** `GET /servers` and `GET /servers/detail`. */
export function listServers(request: Request, detailed: boolean): Answer {
  const { exchange, nova } = request;
  const rule = detailed ? 'servers:detail' : 'servers:index';
  checkQuery(exchange.query, querySchema(request.minor));
  enforce(request, 'read', rule);
  const matches = matcherOf(request, rule);
  if (matches === undefined) return novaAnswer(200, { servers: [] });
  const found = [...nova.servers.values()].filter(matches);
  const collection = detailed ? 'servers/detail' : 'servers';
  const page = pageOf(request, sortedServers(request, found), collection, ({ id }) => id);
  const servers = page.rows.map((server) =>
    detailed ? serverJson(request, server, 'list') : briefServer(request, server),
  );
  return novaAnswer(200, { servers, ...page.links });
}

function sortedServers({ caller, exchange }: Request, servers: readonly Server[]): readonly Server[] {
  const keys = exchange.query.getAll('sort_key').filter((key) => !ignored.includes(key));
  const directions = exchange.query.getAll('sort_dir');
  if (keys.length === 0) keys.push('created_at');
  const forAdmins = keys.find((key) => key === 'host' || key === 'node');
  if (forAdmins !== undefined && !caller.isAdmin) {
    throw fault(403, `Only administrators can sort servers by ${forAdmins}`);
  }
  if (directions.some((direction) => direction !== 'asc' && direction !== 'desc')) {
    throw fault(400, "Invalid input received: Unknown sort direction, must be 'desc' or 'asc'");
  }
  const order = [...keys, 'created_at', 'uuid'].map((key, index) => {
    const column = columns[key] ?? ((): Sortable => null);
    // Keys without a direction of their own go as the first one.
    const turn = (directions[index] ?? directions[0] ?? 'desc') === 'desc' ? -1 : 1;
    return (one: Server, other: Server): number => turn * compareValues(column(one), column(other));
  });
  return servers.toSorted((one, other) => {
    for (const by of order) {
      const result = by(one, other);
      if (result !== 0) return result;
    }
    return 0;
  });
}
