import type { Answer } from '../../http/answer.ts';
import { checkedBody } from '../check-input.ts';
import { enforce } from '../policy.ts';
import { doneAnswer } from '../request.ts';
import type { Request } from '../request.ts';
import { objectOf, textOf } from '../schema-types.ts';
import { needServer, needState, needUnlocked } from '../servers/find-server.ts';
import type { Allowed } from '../servers/find-server.ts';
import { change, power } from '../servers/server.ts';
import type { ServerTask } from '../../faults/fault.ts';
import type { Server } from '../servers/server.ts';
import { startWork, takeServerFaults } from '../servers/work.ts';

/** How one of these actions goes. */
interface Course {
  /** As the policy and the messages name it. */
  readonly name: string;
  readonly allowed: Allowed;
  readonly tasks: readonly [ServerTask, ...ServerTask[]];
  readonly result: Partial<Omit<Server, 'id'>>;
}

const running = { vmState: 'active', powerState: power.running } as const;
const reboots: readonly ServerTask[] = [
  'rebooting',
  'reboot_started',
  'rebooting_hard',
  'reboot_started_hard',
];

/** `os-stop`. */
export function stopServer(request: Request): Answer {
  return run(request, {
    name: 'stop',
    allowed: { vm: ['active', 'error'] },
    tasks: ['powering-off'],
    result: { vmState: 'stopped', powerState: power.shutdown },
  });
}

/** `os-start`. */
export function startServer(request: Request): Answer {
  return run(request, {
    name: 'start',
    allowed: { vm: ['stopped'] },
    tasks: ['powering-on'],
    result: running,
  });
}

const types = ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft'];

/** `reboot`, soft or hard. */
export function rebootServer(request: Request): Answer {
  const schema = objectOf({ type: { type: 'string', enum: types } }, 'type');
  const { type } = checkedBody(request.body, 'reboot', schema);
  const hard = textOf(type).toUpperCase() === 'HARD';
  return run(request, {
    name: 'reboot',
    allowed: hard ? { vm: ['active', 'stopped', 'error'], task: [null, ...reboots] } : { vm: ['active'] },
    tasks: hard ? ['rebooting_hard', 'reboot_started_hard'] : ['rebooting', 'reboot_started'],
    result: running,
  });
}

function run(request: Request, { name, allowed, tasks, result }: Course): Answer {
  const { exchange, nova } = request;
  const server = needServer(request);
  enforce(request, 'write', `servers:${name}`);
  needUnlocked(request, server);
  needState(server, name, allowed);
  const [first, ...rest] = tasks;
  change(nova, server, { taskState: first });
  startWork(nova, server, takeServerFaults(exchange.faults), async (work) => {
    await work.pause(rest.length === 0);
    for (const task of rest) {
      await work.enter(task);
      await work.pause(true);
    }
    if (!(await work.fails())) await work.enter(null, result);
  });
  return doneAnswer(202);
}
