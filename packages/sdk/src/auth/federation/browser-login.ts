import { longestTimer } from '../../abort.ts';
import { AuthError } from '../../errors.ts';
import type { Listen, LoopbackAnswer, LoopbackRequest } from '../../platform/types.ts';
import { whenAborted } from '../../when-aborted.ts';

/** Milliseconds that a person has to sign in. */
export const browserPatience = 300_000;

/** What a request to the listener means. */
export type Callback<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: Error }
  /** Not what is waited for: browsers ask for icons, and other pages may try their luck. */
  | { readonly kind: 'ignored'; readonly status: number };

/** A login that goes through a person's browser and comes back to a listener on this machine. */
export interface BrowserLogin<T> {
  readonly listen: Listen;
  /** 0 for any free port. */
  readonly port: number;
  readonly openBrowser: (url: string) => void | Promise<void>;
  /** Where the login begins, given the listener's port. */
  readonly url: (port: number) => string;
  readonly read: (request: LoopbackRequest) => Callback<T>;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds; {@link browserPatience} by default. */
  readonly patience?: number | undefined;
}

function page(status: number, title: string, text: string): LoopbackAnswer {
  return {
    status,
    html: `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`,
  };
}

const signedIn = page(200, 'Signed in', 'You may close this page and go back to the program.');
const notSignedIn = page(200, 'Not signed in', 'The login did not succeed. The program tells why.');

function ignore(): void {
  // Takes the place of a promise's resolve until there is one.
}

function answerTo<T>(callback: Callback<T>): LoopbackAnswer {
  if (callback.kind === 'done') return signedIn;
  return callback.kind === 'failed' ? notSignedIn : page(callback.status, 'Nothing here', '');
}

/**
 * Sends a person to a page and waits until her browser comes back.
 *
 * @throws AuthError if she does not within the time, or the port is taken; the signal's reason; what `openBrowser` throws.
 */
export async function browserLogin<T>(login: BrowserLogin<T>): Promise<T> {
  const { signal, patience = browserPatience } = login;
  signal?.throwIfAborted();
  let settle: (result: Callback<T>) => void = ignore;
  const result = new Promise<Callback<T>>((resolve) => {
    settle = resolve;
  });
  const listener = await login.listen(login.port, (request) => {
    const callback = login.read(request);
    if (callback.kind !== 'ignored') settle(callback);
    return answerTo(callback);
  });
  const fail = (error: Error): void => settle({ kind: 'failed', error });
  const timer = setTimeout(
    () => fail(new AuthError(`nobody signed in within ${Math.round(patience / 1000)} s`)),
    Math.min(patience, longestTimer),
  );
  const release = whenAborted(signal, () => fail(signal?.reason));
  try {
    await login.openBrowser(login.url(listener.port));
    const end = await result;
    if (end.kind === 'done') return end.value;
    throw end.kind === 'failed' ? end.error : new AuthError('the login ended without a result');
  } finally {
    clearTimeout(timer);
    release();
    listener.close();
  }
}

/** What is missing where a browser is needed. */
export function withoutBrowser(): AuthError {
  return new AuthError(
    'a person has to sign in with a browser: give auth.openBrowser, a function that shows her the URL that it gets',
  );
}
