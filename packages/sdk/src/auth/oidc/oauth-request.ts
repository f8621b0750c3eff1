import { DiscoveryError, HttpError } from '../../errors.ts';
import { asRecord, asString, type JsonRecord, parseJson } from '../../json.ts';
import type { AuthContext } from '../types.ts';

/** A form for an OAuth 2.0 endpoint. */
export interface OAuthRequest {
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether the same form may be sent twice: not if a code in it works once. */
  readonly repeatable: boolean;
}

/** What the endpoint says: a JSON object, or an error as RFC 6749 §5.2 has it. */
export type OAuthAnswer =
  | { readonly granted: true; readonly value: JsonRecord }
  | {
      readonly granted: false;
      /** Such as `invalid_grant`. */
      readonly error: string;
      /** The error and its description, one line. */
      readonly reason: string;
      readonly cause: HttpError;
    };

function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300);
}

function notOAuth(url: string, status: number, options?: ErrorOptions): DiscoveryError {
  const setting = 'check discovery_endpoint and the other endpoints of the identity provider';
  return new DiscoveryError(
    `${url} answered ${status}, but not as an OpenID provider does: ${setting}`,
    options,
  );
}

/**
 * Sends a form to an endpoint of an identity provider.
 *
 * @throws DiscoveryError if the answer is none of such an endpoint; HttpError for 5xx.
 */
export async function sendForm(context: AuthContext, request: OAuthRequest): Promise<OAuthAnswer> {
  const { url, form, headers, repeatable } = request;
  try {
    const { status, text } = await context.send({ url, form, repeatable, ...(headers && { headers }) });
    const value = asRecord(parseJson(text));
    if (value === undefined) throw notOAuth(url, status);
    return { granted: true, value };
  } catch (cause) {
    if (!(cause instanceof HttpError) || cause.status >= 500 || cause.status === 429) throw cause;
    // Not the answer itself: the text of an HttpError is free of secrets, even if the provider echoes them.
    const value = asRecord(parseJson(cause.body));
    const error = asString(value?.['error']);
    if (error === undefined) throw notOAuth(url, cause.status, { cause });
    const description = asString(value?.['error_description']) ?? '';
    const reason = oneLine(description === '' ? error : `${error}: ${description}`);
    return { granted: false, error, reason, cause };
  }
}
