import { novaAnswer } from '../answer.ts';
import type { Answer } from '../../http/answer.ts';
import type { Schema } from '../../python/json-schema.ts';
import { checkedBody } from '../check-input.ts';
import { enforce } from '../policy.ts';
import { doneAnswer } from '../request.ts';
import type { Request } from '../request.ts';
import { objectOf, types } from '../schema-types.ts';
import { needServer, needUnlocked } from './find-server.ts';
import { serverJson } from './server-json.ts';
import { change, power } from './server.ts';
import { startWork, takeServerFaults } from './work.ts';

function updateSchema(minor: number): Schema {
  return objectOf({
    name: types.name,
    'OS-DCF:diskConfig': types.diskConfig,
    accessIPv4: types.ipv4,
    accessIPv6: types.ipv6,
    ...(minor >= 19 ? { description: types.description } : {}),
    ...(minor >= 90 ? { hostname: types.hostname } : {}),
  });
}

/** `PUT /servers/{id}`. */
export function updateServer(request: Request): Answer {
  const wanted = checkedBody(request.body, 'server', updateSchema(request.minor));
  const server = needServer(request);
  enforce(request, 'write', 'servers:update');
  const { name, description, accessIPv4, accessIPv6, hostname } = wanted;
  const config = wanted['OS-DCF:diskConfig'];
  change(request.nova, server, {
    ...(typeof name === 'string' ? { name: name.trim() } : {}),
    ...(typeof description === 'string' || description === null ? { description } : {}),
    ...(typeof accessIPv4 === 'string' ? { accessIPv4 } : {}),
    ...(typeof accessIPv6 === 'string' ? { accessIPv6 } : {}),
    ...(typeof hostname === 'string' ? { hostname } : {}),
    ...(config === 'AUTO' || config === 'MANUAL' ? { diskConfig: config } : {}),
  });
  return novaAnswer(200, { server: serverJson(request, server, 'update') });
}

/** `DELETE /servers/{id}`, and the action that does the same by force. Whatever is being done with the server ends. */
export function deleteServer(request: Request): Answer {
  const { exchange, nova } = request;
  const server = needServer(request);
  enforce(request, 'write', 'servers:delete');
  needUnlocked(request, server);
  const again = server.taskState === 'deleting';
  change(nova, server, { taskState: 'deleting' });
  if (!again) {
    startWork(nova, server, takeServerFaults(exchange.faults), async (work) => {
      await work.pause(true);
      if (await work.fails()) return;
      await work.enter(null, { vmState: 'deleted', powerState: power.none });
      server.terminatedAt = server.updatedAt;
      server.deleted = true;
    });
  }
  return doneAnswer(204);
}
