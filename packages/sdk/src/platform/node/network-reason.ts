/** A failure of the network in words of our own. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  /** Whether the next attempt will meet it again. */
  readonly permanent: boolean;

  constructor(message: string, options: ErrorOptions & { readonly permanent?: boolean } = {}) {
    super(message, options);
    this.permanent = options.permanent ?? (options.cause instanceof Error && isPermanent(options.cause));
  }
}

const unknownAuthority =
  'certificate of an unknown authority; set cacert to its file, or verify to false to trust anybody';
const noTls = 'the service does not speak TLS there: is its URL one with http://, or the port wrong?';
const wantsCertificate = 'the service wants a client certificate: set cert and key';
const refusesCertificate = 'the service refuses the client certificate: check cert and key';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed by the other side',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name could not be looked up',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate; set cacert to the authority that signed it',
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  CERT_HAS_EXPIRED:
    "the certificate has expired: renew it on the service's side, or set this machine's clock",
  CERT_NOT_YET_VALID: "the certificate is not valid yet: set this machine's clock",
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  ERR_SSL_HTTP_REQUEST: noTls,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: wantsCertificate,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: refusesCertificate,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: refusesCertificate,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: refusesCertificate,
  HPE_HEADER_OVERFLOW: 'the head of the answer is too large',
};

function textOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}

/** Whether it failed for a reason that the next attempt will meet again. */
export function isPermanent(error: Error): boolean {
  if (error instanceof NetworkFailure) return error.permanent;
  return /^ERR_(?:TLS|SSL)_|^EPROTO$|CERT|SIGNATURE|_CRL_/.test(textOf(error, 'code') ?? '');
}

function wrongHost(error: Error): string {
  const certificate: unknown = Reflect.get(error, 'cert');
  const names = certificate instanceof Object ? Reflect.get(certificate, 'subjectaltname') : undefined;
  const shown =
    typeof names === 'string' ? ` (it is for ${names.replaceAll(/\b(?:DNS|IP Address):/g, '')})` : '';
  return `the certificate is for another host${shown}: use its name in the URL, or set servername to it`;
}

/** A system or TLS error in words, with what can be done where that is known. */
export function networkReason(error: Error): string {
  const code = textOf(error, 'code');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return wrongHost(error);
  if (code === 'EPROTO' && /wrong version number|packet length|http request/i.test(error.message))
    return noTls;
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  if (code?.startsWith('HPE_') === true) return `the answer is not HTTP (${error.message})`;
  return error.message || (code ?? 'unknown failure');
}
