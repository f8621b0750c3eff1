import type * as http from 'node:http';
import type { Socket } from 'node:net';
import type { TransportRequest } from '../types.ts';

/** How many milliseconds an idle connection is kept, unless it is said otherwise. */
const defaultKeepAlive = 60_000;

/** The agents for one kind of connection. */
export interface Agents {
  /** The agent for a request. */
  for(request: TransportRequest): http.Agent;
  /** Closes idle connections. */
  close(): void;
}

/** Sees to it that an agent that was closed keeps no connection; what is under way goes on to its end. */
function closing(agent: http.Agent): () => void {
  let closed = false;
  agent.on('free', (socket: Socket) => {
    if (closed) socket.destroy();
  });
  return () => {
    closed = true;
    for (const sockets of Object.values(agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  };
}

/**
 * Has an agent use no connection twice. It does not tell the service so: one that refuses a request early would close
 * the connection over what is still being sent, and its answer would be lost.
 */
function once(agent: http.Agent): http.Agent {
  agent.on('free', (socket: Socket) => socket.destroy());
  return agent;
}

/** Whether a request sends what can be sent only once. */
export function isStream(body: TransportRequest['body']): boolean {
  return body !== undefined && !(body instanceof Uint8Array);
}

/** Makes the agents for one kind of connection: one that keeps connections, and one that makes a new one each time. */
export function makeAgents(
  make: (options: http.AgentOptions) => http.Agent,
  idle: number = defaultKeepAlive,
): Agents {
  const options = { keepAlive: true, scheduling: 'lifo' } as const;
  // An agent's time-out is one of its idle connections: requests have time limits of their own.
  const kept = make({ ...options, ...(Number.isFinite(idle) && { timeout: idle }) });
  const fresh = once(make(options));
  return {
    // What can be sent only once is not risked on an old connection that the service may be about to close.
    for: ({ body }) => (isStream(body) ? fresh : kept),
    close: closing(kept),
  };
}
