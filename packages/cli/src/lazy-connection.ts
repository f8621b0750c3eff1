import type { AuthOptions, Connection } from '@ostk/sdk';
import { askFor, askPerson } from './ask-person.ts';
import { connectOptions } from './connect-options.ts';
import type { Io } from './io.ts';
import { lineEraser } from './output/rewriting.ts';
import { loudness } from './parameters/global.ts';
import type { Values } from './parameters/values.ts';
import { messageOn } from './report-error.ts';

/** The secret without which the SDK cannot sign in, if that is what the error says. */
function missingSecret(error: unknown): 'password' | 'passcode' | undefined {
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('auth: password is missing')) return 'password';
  return message.startsWith('auth: passcode is missing') ? 'passcode' : undefined;
}

/** One connection, made when it is first asked for. */
export class LazyConnection implements AsyncDisposable {
  readonly #values: Values;
  readonly #io: Io;
  #connection: Promise<Connection> | undefined;

  constructor(values: Values, io: Io) {
    this.#values = values;
    this.#io = io;
  }

  get(): Promise<Connection> {
    this.#connection ??= this.#connect({});
    return this.#connection;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    await connection?.close();
  }

  /** Connects; whatever secret is missing is asked for. */
  async #connect(answers: AuthOptions): Promise<Connection> {
    try {
      return await this.#open(answers);
    } catch (error) {
      const name = missingSecret(error);
      const answer = name && (await askFor(name, this.#io));
      if (name === undefined || answer === undefined) throw error;
      return this.#connect({ ...answers, [name]: answer });
    }
  }

  async #open(answers: AuthOptions): Promise<Connection> {
    const { connect } = await import('@ostk/sdk');
    const { stderr, env } = this.#io;
    const { auth, ...options } = connectOptions(this.#values, env);
    const warn = messageOn(stderr, env);
    return connect({
      ...options,
      auth: { ...auth, ...askPerson(this.#io), ...answers },
      debug: this.#values.get(loudness.debug)
        ? (line) => void stderr.write(`${lineEraser(stderr, env) ?? ''}${line}\n`)
        : undefined,
      onWarning: this.#values.get(loudness.verbose)
        ? ({ message }) => void stderr.write(warn('ostk', message, 'unfinished'))
        : undefined,
    });
  }
}
