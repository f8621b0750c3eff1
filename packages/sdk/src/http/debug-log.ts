import type { Redactor } from './redactor.ts';

const secretHeader =
  /^(?:authorization|proxy-authorization|x-auth-token|x-subject-token|x-service-token|openstack-auth-receipt|cookie|set-cookie)$/i;
const bodyLimit = 8 * 1024;

/** Takes the lines of a debug log; none has a line break at its end. */
export type DebugLine = (line: string) => void;

/** Text as one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Writes what goes over the network as `curl` lines and answers, secrets masked. */
export class DebugLog {
  readonly #write: DebugLine;
  readonly #redactor: Redactor;

  constructor(write: DebugLine, redactor: Redactor) {
    this.#write = write;
    this.#redactor = redactor;
  }

  request(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array | AsyncIterable<Uint8Array> | undefined,
  ): void {
    const words = ['curl', '-g', '-i', '-X', method, quoted(this.#redactor.url(url))];
    for (const [name, value] of Object.entries(headers)) {
      if (name.toLowerCase() !== 'content-length')
        words.push('-H', quoted(`${name}: ${this.#header(name, value)}`));
    }
    if (body instanceof Uint8Array) words.push('-d', quoted(this.#text(new TextDecoder().decode(body))));
    else if (body !== undefined) words.push('-T', '-');
    this.#line(`REQ: ${words.join(' ')}`);
  }

  answer(status: number, headers: Readonly<Record<string, string>>, milliseconds: number): void {
    const shown = Object.entries(headers).map(([name, value]) => `${name}: ${this.#header(name, value)}`);
    this.#line(`RESP: [${status}] ${shown.join(' ')} (${Math.round(milliseconds)} ms)`);
  }

  body(text: string): void {
    if (text !== '') this.#line(`RESP BODY: ${this.#text(text)}`);
  }

  failure(error: unknown): void {
    this.#line(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
  }

  #header(name: string, value: string): string {
    return secretHeader.test(name) ? '***' : this.#redactor.redact(value);
  }

  /** Masked before it is cut: what is left of a secret would not be known as one. */
  #text(text: string): string {
    const clean = this.#redactor.redact(text);
    return clean.length > bodyLimit ? `${clean.slice(0, bodyLimit)}… (${clean.length} characters)` : clean;
  }

  /** One line, whatever a service sends: nobody shall be able to forge a line of the log, or to steer a terminal. */
  #line(text: string): void {
    const plain = text.replaceAll(/\p{Cc}/gu, (character) =>
      character === '\n' ? String.raw`\n` : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
    this.#write(this.#redactor.redact(plain));
  }
}
