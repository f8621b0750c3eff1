import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { StatusFault } from '../faults/fault.ts';
import { AnsweredInstead, pause, TransferEnded } from '../faults/play-on-bytes.ts';
import type { FaultRegistry } from '../faults/registry.ts';
import { newRequestId } from '../ids.ts';
import { own } from '../own.ts';
import { HttpError } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { requestBody } from './request-body.ts';
import { reshaped } from './reshape.ts';
import { sendAnswer } from './send.ts';

/** Answers everything below one prefix. */
export type Service = (exchange: Exchange) => Promise<Answer>;

/** What the server needs. */
export interface ServerParts {
  readonly host: string;
  readonly port: number;
  /** Services by the first segment of the path, such as `image`. */
  readonly services: Readonly<Record<string, Service>>;
  readonly board: FaultRegistry;
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** Stops listening and cuts all connections. */
  close(): Promise<void>;
}

/** First segment of the paths by which the cloud itself is controlled; no fault bars the way to them. */
export const controlPath = '_devcloud';

/** How long the last bytes before a reset have to reach the other side, in milliseconds. */
const resetGrace = 30;

/** Starts one HTTP server for all services. */
export async function listen(parts: ServerParts): Promise<RunningServer> {
  const handle = (request: IncomingMessage, response: ServerResponse, sendContinue: () => void): void => {
    void exchangeOf(parts, request, response, sendContinue);
  };
  const server = createServer({ keepAliveTimeout: 5000, requestTimeout: 0, highWaterMark: 2 ** 20 });
  server.on('request', (request, response) => handle(request, response, () => undefined));
  server.on('checkContinue', (request, response) => handle(request, response, onlyOnce(response)));
  await started(server, parts);
  return {
    port: addressOf(server).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function onlyOnce(response: ServerResponse): () => void {
  let sent = false;
  return () => {
    if (!sent) response.writeContinue();
    sent = true;
  };
}

function started(server: Server, { host, port }: ServerParts): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address;
}

async function exchangeOf(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  sendContinue: () => void,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.on('error', () => gone.abort());
  const { socket } = request;
  const exchange = read(parts.board, request, sendContinue, gone.signal);
  try {
    const answer = await answerOf(parts, exchange);
    await sendAnswer(
      response,
      reshaped(answer, exchange.faults),
      exchange.faults,
      exchange.method === 'HEAD',
    );
    // A client that reads only after it has sent everything would wait for ever.
    if (!request.complete) request.resume();
  } catch (error) {
    end(socket, error);
  }
}

function read(
  board: FaultRegistry,
  request: IncomingMessage,
  sendContinue: () => void,
  gone: AbortSignal,
): Exchange & { readonly service: string } {
  const method = request.method ?? 'GET';
  const [target = '/', search = ''] = splitOnce(request.url ?? '/', '?');
  const [, service = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(target) ?? [];
  const path = rest === '' ? '/' : rest;
  const token = request.headers['x-auth-token'];
  const tokenId = Array.isArray(token) ? token[0] : token;
  const faulted = { method, path, tokenId, gone };
  const faults = service === controlPath ? board.spare(faulted) : board.begin(faulted);
  return {
    method,
    service,
    path,
    search,
    query: new URLSearchParams(search),
    headers: request.headers,
    requestId: newRequestId(),
    origin: `http://${request.headers.host ?? 'localhost'}`,
    body: requestBody(request, faults, sendContinue),
    faults,
  };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

async function answerOf(
  { services }: ServerParts,
  exchange: Exchange & { readonly service: string },
): Promise<Answer> {
  const { faults } = exchange;
  const instead = faults.take('status');
  if (instead !== undefined) return statusAnswer(instead);
  const service = own(services, exchange.service);
  const answer = service === undefined ? nothingHere(services) : await answered(service, exchange);
  const late = faults.take('delay-answer');
  if (late !== undefined) await pause(late.milliseconds, faults.request.gone);
  if (faults.take('lose-answer') !== undefined) throw new TransferEnded('reset');
  return answer;
}

async function answered(service: Service, exchange: Exchange): Promise<Answer> {
  try {
    return await service(exchange);
  } catch (error) {
    if (error instanceof HttpError) return error.answer;
    if (error instanceof AnsweredInstead) return statusAnswer(error.fault);
    if (error instanceof TransferEnded || exchange.faults.request.gone.aborted) throw error;
    return ownFault(error);
  }
}

function statusAnswer({ status, headers = {}, body = '' }: StatusFault): Answer {
  return { status, headers: Object.entries(headers), body };
}

/** The answer to what should not happen: it says whose fault it is, so that nobody seeks it in the client. */
function ownFault(error: unknown): Answer {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    status: 500,
    headers: [['Content-Type', 'text/plain; charset=utf-8']],
    body: `An error in devcloud itself:\n${text}\n`,
  };
}

function nothingHere(services: Readonly<Record<string, Service>>): Answer {
  const names = Object.keys(services).map((name) => `/${name}`);
  return {
    status: 404,
    headers: [['Content-Type', 'text/plain; charset=utf-8']],
    body: `Nothing here. This cloud answers below ${names.join(', ')}.\n`,
  };
}

/** Ends the connection of an exchange that cannot be answered. */
function end(socket: Socket, error: unknown): void {
  const ending = error instanceof TransferEnded ? error.ending : 'gone';
  if (ending === 'truncate') {
    // What was written in this turn may still lie in the response (as from Node 26 on), which is not asked here.
    setImmediate(() => socket.destroySoon());
  } else if (ending === 'reset' || ending === 'worker-death') {
    // A reset overtakes what is still on its way, and the bytes before it are part of the promise.
    setTimeout(() => socket.resetAndDestroy(), resetGrace).unref();
  } else socket.destroy();
}
