/** Stable, machine-readable reasons; one for each class of error. */
export type ErrorCode =
  | 'ERR_OPTION'
  | 'ERR_CONFIG'
  | 'ERR_AUTH'
  | 'ERR_DISCOVERY'
  | 'ERR_MICROVERSION'
  | 'ERR_HTTP'
  | 'ERR_NETWORK'
  | 'ERR_TIMEOUT'
  | 'ERR_INTEGRITY'
  | 'ERR_TRANSFER'
  | 'ERR_IMPORT'
  | 'ERR_STATE'
  | 'ERR_AMBIGUOUS_NAME'
  | 'ERR_NO_IMAGE_DATA';

/**
 * The root of every error this library throws, except for an abort: a call that is cancelled through its
 * `signal` rejects with `signal.reason`, untouched.
 */
export abstract class OstkError extends Error {
  /** A stable reason to switch on; see {@link ErrorCode}. */
  abstract readonly code: ErrorCode;
  override name = 'OstkError';
}

/** An option that does not exist or has a value that cannot work. The message names the option. */
export class OptionError extends OstkError {
  override readonly name = 'OptionError';
  readonly code = 'ERR_OPTION';
}

/** The configuration is missing, broken or contradicts itself. The message says where and what to change. */
export class ConfigError extends OstkError {
  override readonly name = 'ConfigError';
  readonly code = 'ERR_CONFIG';
}

/** A login that Keystone takes for right, but not for enough. */
export interface MissingFactors {
  /** Each entry is a set of methods that would do, such as `['password', 'totp']`. */
  readonly required: readonly (readonly string[])[];
  /** The methods that Keystone has accepted already. */
  readonly accepted: readonly string[];
  /** The methods that are missing from the set that needs the fewest. */
  readonly missing: readonly string[];
}

/** Something that a user has a role on. */
export type AvailableScope =
  | {
      readonly kind: 'project';
      readonly id: string;
      readonly name: string;
      readonly domainId: string | undefined;
    }
  | { readonly kind: 'domain'; readonly id: string; readonly name: string }
  | { readonly kind: 'system' };

/** What is known of a login that failed. */
export interface AuthErrorDetails {
  /** Set when the credentials were right but Keystone wants more factors. */
  readonly missing?: MissingFactors | undefined;
  /** Set when the credentials were right but not for the scope: the scopes that they are good for. */
  readonly scopes?: readonly AvailableScope[] | undefined;
}

/** Keystone did not give a token, or the token it gave was refused and cannot be renewed. */
export class AuthError extends OstkError implements AuthErrorDetails {
  override readonly name = 'AuthError';
  readonly code = 'ERR_AUTH';
  readonly missing: MissingFactors | undefined;
  readonly scopes: readonly AvailableScope[] | undefined;

  constructor(message: string, options: ErrorOptions & AuthErrorDetails = {}) {
    super(message, options);
    this.missing = options.missing;
    this.scopes = options.scopes;
  }
}

/** The service catalog or a version document does not lead to an endpoint. */
export class DiscoveryError extends OstkError {
  override readonly name = 'DiscoveryError';
  readonly code = 'ERR_DISCOVERY';
}

/** A call needs a later microversion of an API than the cloud speaks. */
export class MicroversionError extends OstkError {
  override readonly name = 'MicroversionError';
  readonly code = 'ERR_MICROVERSION';
  /** The microversion that is needed, such as `2.37`. */
  readonly needed: string;
  /** The first that the cloud speaks. */
  readonly min: string;
  /** The last that the cloud speaks. */
  readonly max: string;

  constructor(
    message: string,
    details: { readonly needed: string; readonly min: string; readonly max: string },
  ) {
    super(message);
    this.needed = details.needed;
    this.min = details.min;
    this.max = details.max;
  }
}

/** What is known of a request that a service refused. */
export interface HttpErrorDetails {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The service's own id of the request: what an operator searches the logs for. */
  readonly requestId: string | undefined;
  readonly method: string;
  /** Without user info; secrets in the query are masked. */
  readonly url: string;
  /** The answer's body as text, at most 64 KiB, secrets masked. */
  readonly body: string;
  /** The reason in the service's own words, one line. */
  readonly reason: string;
  /** How often the request was sent before this answer was taken as final. */
  readonly attempts: number;
  /** How many milliseconds the service asked to wait (`Retry-After`). */
  readonly retryAfter: number | undefined;
}

/** A service answered with a status that is not a success. Subclasses exist for the common ones. */
export class HttpError extends OstkError implements HttpErrorDetails {
  override name = 'HttpError';
  readonly code = 'ERR_HTTP';
  readonly status: number;
  readonly requestId: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly reason: string;
  readonly attempts: number;
  readonly retryAfter: number | undefined;

  constructor(message: string, details: HttpErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.status = details.status;
    this.requestId = details.requestId;
    this.method = details.method;
    this.url = details.url;
    this.body = details.body;
    this.reason = details.reason;
    this.attempts = details.attempts;
    this.retryAfter = details.retryAfter;
  }
}

/** 400: the request is malformed or a value is not allowed. */
export class BadRequest extends HttpError {
  override readonly name = 'BadRequest';
}

/** 401: the token is missing, expired or revoked, and a new one was refused as well. */
export class Unauthorized extends HttpError {
  override readonly name = 'Unauthorized';
}

/** 403: policy forbids it, or the resource is protected or deactivated. */
export class Forbidden extends HttpError {
  override readonly name = 'Forbidden';
}

/** 404 or 410: there is no such resource, or this project may not know of it. */
export class NotFound extends HttpError {
  override readonly name = 'NotFound';
}

/** 409: the resource exists already, is in use, or is in a state that does not allow the request. */
export class Conflict extends HttpError {
  override readonly name = 'Conflict';
}

/** 413: over a quota, a size limit of Glance, or the limit of a proxy in front of it. */
export class PayloadTooLarge extends HttpError {
  override readonly name = 'PayloadTooLarge';
}

/** 415: wrong media type, or (recent Glance) data that are not in the image's `disk_format`. */
export class UnsupportedMediaType extends HttpError {
  override readonly name = 'UnsupportedMediaType';
}

/** 429: too many requests. */
export class RateLimited extends HttpError {
  override readonly name = 'RateLimited';
}

/** 5xx: the service or a proxy in front of it failed. */
export class ServerError extends HttpError {
  override readonly name = 'ServerError';
}

/** No answer: the name did not resolve, the connection was refused or cut, TLS failed. */
export class NetworkError extends OstkError {
  override readonly name = 'NetworkError';
  readonly code = 'ERR_NETWORK';
  /** Whether nothing of the request can have reached the service (so that it is safe to send it again). */
  readonly beforeSending: boolean;
  /** Whether it will not get better by itself: a certificate that was refused, two sides that speak no common TLS. */
  readonly permanent: boolean;

  constructor(
    message: string,
    options: ErrorOptions & { readonly beforeSending: boolean; readonly permanent?: boolean },
  ) {
    super(message, options);
    this.beforeSending = options.beforeSending;
    this.permanent = options.permanent ?? false;
  }
}

/** A time limit passed: of connecting, of silence on a connection, or of a wait. */
export class TimeoutError extends OstkError {
  override readonly name = 'TimeoutError';
  readonly code = 'ERR_TIMEOUT';
  /** Whether nothing of the request can have reached the service. */
  readonly beforeSending: boolean;

  constructor(message: string, options: ErrorOptions & { readonly beforeSending?: boolean } = {}) {
    super(message, options);
    this.beforeSending = options.beforeSending ?? false;
  }
}

/** Data that are not what the service says they are: a size or a digest differs. */
export class IntegrityError extends OstkError {
  override readonly name = 'IntegrityError';
  readonly code = 'ERR_INTEGRITY';
  /** What was compared: a digest's name (`sha512`, `md5`, …) or `size`. */
  readonly algorithm: string;
  readonly expected: string;
  readonly actual: string;

  constructor(
    message: string,
    details: { readonly algorithm: string; readonly expected: string; readonly actual: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.algorithm = details.algorithm;
    this.expected = details.expected;
    this.actual = details.actual;
  }
}

/** An upload or download could not be finished. `cause` holds what ended it. */
export class TransferError extends OstkError {
  override readonly name = 'TransferError';
  readonly code = 'ERR_TRANSFER';
}

/** What is known of an import that did not end as it should. */
export interface ImportErrorDetails {
  /**
   * `failed`: the image holds no data of it. `partial`: it holds data, but not in all the stores that were asked
   * for. `stuck`: nothing has changed for so long that nothing is expected any more. `refused`: it was not begun.
   */
  readonly outcome: 'failed' | 'partial' | 'stuck' | 'refused';
  /** The stores that the data did not get into, as far as Glance names them. */
  readonly failedStores?: readonly string[] | undefined;
  /** The id of the import's task. */
  readonly taskId?: string | undefined;
}

/** An image import failed; the message holds the reason that the import's task gives. */
export class ImportError extends OstkError implements ImportErrorDetails {
  override readonly name = 'ImportError';
  readonly code = 'ERR_IMPORT';
  readonly outcome: ImportErrorDetails['outcome'];
  readonly failedStores: readonly string[];
  readonly taskId: string | undefined;

  constructor(message: string, details: ImportErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.outcome = details.outcome;
    this.failedStores = details.failedStores ?? [];
    this.taskId = details.taskId;
  }
}

/** A resource reached a state from which the wanted one cannot be expected any more. */
export class StateError extends OstkError {
  override readonly name = 'StateError';
  readonly code = 'ERR_STATE';
  readonly expected: string;
  readonly actual: string;

  constructor(
    message: string,
    details: { readonly expected: string; readonly actual: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.expected = details.expected;
    this.actual = details.actual;
  }
}

/** One of several resources that carry the name that was looked for. */
export interface Candidate {
  readonly id: string;
  readonly name: string | null;
}

/** Two or more resources carry the name; the message lists them. Use an id instead. */
export class AmbiguousNameError extends OstkError {
  override readonly name = 'AmbiguousNameError';
  readonly code = 'ERR_AMBIGUOUS_NAME';
  readonly candidates: readonly Candidate[];

  constructor(message: string, candidates: readonly Candidate[]) {
    super(message);
    this.candidates = candidates;
  }
}

/** The image exists but holds no data (yet): Glance answers its download with 204. */
export class NoImageDataError extends OstkError {
  override readonly name = 'NoImageDataError';
  readonly code = 'ERR_NO_IMAGE_DATA';
}

/** Whether `error` comes from this library. */
export function isOstkError(error: unknown): error is OstkError {
  return error instanceof OstkError;
}

/** Whether `error` is an answer of a service, of any status or of the one that is named. */
export function isHttpError(error: unknown, status?: number): error is HttpError {
  return error instanceof HttpError && (status === undefined || error.status === status);
}

/** Whether `error` says that the resource does not exist (404 or 410). */
export function isNotFound(error: unknown): error is NotFound {
  return error instanceof NotFound;
}

/** Whether `error` is a conflict (409). */
export function isConflict(error: unknown): error is Conflict {
  return error instanceof Conflict;
}
