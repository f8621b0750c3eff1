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
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate of an unknown authority; set cacert to its file',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate of an unknown authority; set cacert to its file',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate of an unknown authority; set cacert to its file',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
};

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether TLS failed for a reason that the next attempt will meet again. */
export function isPermanent(error: Error): boolean {
  return /^ERR_(?:TLS|SSL)_|^EPROTO$|CERT|SIGNATURE|_CRL_/.test(codeOf(error) ?? '');
}

/** A system or TLS error in words. */
export function networkReason(error: Error): string {
  const code = codeOf(error);
  const known = code === undefined ? undefined : reasons[code];
  return known ?? (error.message || (code ?? 'unknown failure'));
}
