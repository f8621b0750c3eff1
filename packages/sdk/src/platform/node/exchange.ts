import type { ClientRequest, IncomingMessage } from 'node:http';
import { NetworkError, TimeoutError } from '../../errors.ts';
import { whenAborted } from '../../when-aborted.ts';
import type { ByteStream, TransportRequest, TransportResponse } from '../types.ts';
import { Gate } from './gate.ts';
import { isPermanent, NetworkFailure, networkReason } from './network-reason.ts';
import { Watchdog } from './watchdog.ts';

/** So much has to leave within the idle time at least: a large chunk on a slow line is no silence. */
const pieceSize = 256 * 1024;

type Phase = 'connecting' | 'sending' | 'waiting' | 'receiving' | 'done';

const silence: Readonly<Record<Phase, string>> = {
  connecting: 'no connection',
  sending: 'the service stopped reading',
  waiting: 'no answer',
  receiving: 'no more data',
  done: 'no end',
};

function plainHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** How a request gets to its service. */
export interface Way {
  readonly client: ClientRequest;
  /** Whether the connection itself begins with TLS. */
  readonly secure: boolean;
  /** The proxy that the request is handed to, rather than to the service. */
  readonly proxy?: string | undefined;
  /** What an answer of that proxy instead of the service's means. */
  readonly refusal?: (status: number, message: string | undefined) => Error | undefined;
}

/** One request on its way: connects, sends the body, receives the answer, each under its own time limit. */
export class Exchange {
  readonly response: Promise<TransportResponse>;
  /** Settles when it is over: answered and read, cancelled, or failed. */
  readonly over: Promise<void>;
  readonly #way: Way;
  readonly #client: ClientRequest;
  readonly #request: TransportRequest;
  readonly #watchdog: Watchdog;
  readonly #target: string;
  /** Opens when the socket takes more, when it has taken everything, and when the exchange is over. */
  readonly #writer = new Gate();
  readonly #reader = new Gate();
  #phase: Phase = 'connecting';
  #failure: { readonly error: unknown } | undefined;
  readonly #ignoreAbort: () => void;
  #reject: (error: unknown) => void = () => undefined;
  #end: () => void = () => undefined;

  constructor(way: Way, request: TransportRequest, connectTimeout: number) {
    const { client } = way;
    this.#way = way;
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#client = client;
    this.#request = request;
    this.#target = `${request.method} ${new URL(request.url).origin}`;
    this.#watchdog = new Watchdog((milliseconds) => this.#fail(this.#timeout(milliseconds)));
    this.response = new Promise((resolve, reject) => {
      this.#reject = reject;
      client.once('response', (message) => {
        const refusal = way.refusal?.(message.statusCode ?? 0, message.statusMessage);
        if (refusal === undefined) resolve(this.#receive(message));
        else this.#fail(this.#networkError(refusal, true));
      });
    });
    client.on('error', (error) => this.#fail(this.#networkError(error)));
    client.on('drain', () => this.#writer.open());
    client.on('finish', () => this.#writer.open());
    this.#ignoreAbort = whenAborted(request.signal, () => this.#fail(request.signal?.reason));
    this.#watchdog.arm(connectTimeout);
    client.once('socket', (socket) => {
      // The source of a body is opened after the connection stands: a refused connection leaves it untouched.
      if (!socket.connecting) void this.#send();
      else socket.once(way.secure ? 'secureConnect' : 'connect', () => void this.#send());
    });
  }

  #fail(error: unknown): void {
    if (this.#phase === 'done' || this.#failure !== undefined) return;
    this.#failure = { error };
    this.#release();
    this.#client.destroy();
    this.#reject(error);
    this.#writer.open();
    this.#reader.open();
  }

  #release(): void {
    this.#watchdog.disarm();
    this.#ignoreAbort();
    this.#end();
  }

  #networkError(cause: Error, beforeSending: boolean = this.#phase === 'connecting'): NetworkError {
    const { proxy } = this.#way;
    const who = proxy === undefined || cause instanceof NetworkFailure ? '' : `the proxy ${proxy}: `;
    const text = `${this.#target}: ${who}${networkReason(cause)}`;
    return new NetworkError(text, { cause, beforeSending, permanent: isPermanent(cause) });
  }

  #timeout(milliseconds: number): TimeoutError {
    return new TimeoutError(`${this.#target}: ${silence[this.#phase]} within ${milliseconds / 1000} s`, {
      beforeSending: this.#phase === 'connecting',
    });
  }

  #isSending(): boolean {
    return this.#phase === 'sending' && this.#failure === undefined;
  }

  async #send(): Promise<void> {
    if (this.#failure !== undefined) return;
    this.#phase = 'sending';
    this.#watchdog.disarm();
    const { body } = this.#request;
    try {
      if (body === undefined || body instanceof Uint8Array) {
        this.#client.end(body);
      } else {
        for await (const chunk of body) {
          if (!this.#isSending()) return;
          for (let offset = 0; offset < chunk.length; offset += pieceSize) {
            if (!this.#isSending()) return;
            const piece = chunk.subarray(offset, offset + pieceSize);
            if (!this.#client.write(piece)) await this.#taken();
          }
        }
        if (!this.#isSending()) return;
        this.#client.end();
      }
      if (!this.#client.writableFinished) await this.#taken();
      if (!this.#isSending()) return;
      this.#phase = 'waiting';
      this.#watchdog.arm(this.#request.responseTimeout);
      this.#request.onBodySent?.();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Silence counts only while the service has to read: a slow source is no fault of the network. */
  async #taken(): Promise<void> {
    this.#watchdog.arm(this.#request.idleTimeout);
    await this.#writer.wait();
    if (this.#isSending()) this.#watchdog.disarm();
  }

  #receive(message: IncomingMessage): TransportResponse {
    // An answer that comes before the whole body was sent leaves the connection in the middle of a request.
    const reusable = this.#phase === 'waiting';
    this.#phase = 'receiving';
    this.#watchdog.disarm();
    this.#writer.open();
    const end = (): void => {
      if (this.#phase === 'done') return;
      this.#phase = 'done';
      this.#release();
      if (!reusable || !message.complete) this.#client.destroy();
    };
    const body: ByteStream = {
      [Symbol.asyncIterator]: () => this.#read(message, end),
      cancel: (): void => {
        end();
        message.destroy();
      },
    };
    return { status: message.statusCode ?? 0, headers: plainHeaders(message), body, over: this.over };
  }

  async *#read(message: IncomingMessage, end: () => void): AsyncGenerator<Uint8Array, void, undefined> {
    let ended = false;
    const wake = (): void => this.#reader.open();
    const onEnd = (): void => {
      ended = true;
      wake();
    };
    message.on('readable', wake).on('close', wake).on('end', onEnd);
    message.on('error', (error) => this.#fail(this.#networkError(error)));
    try {
      for (;;) {
        if (this.#failure !== undefined) throw this.#failure.error;
        const chunk: unknown = message.read();
        if (chunk instanceof Uint8Array) yield chunk;
        else if (ended) return;
        else if (message.destroyed) throw this.#networkError(new Error('the answer ended before its end'));
        else {
          this.#watchdog.arm(this.#request.idleTimeout);
          await this.#reader.wait();
          this.#watchdog.disarm();
        }
      }
    } finally {
      message.off('readable', wake).off('close', wake).off('end', onEnd);
      end();
    }
  }
}
