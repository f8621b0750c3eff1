import { ConfigError } from '../errors.ts';
import { requestBearer } from './bearer.ts';
import { identityRoot } from './identity-url.ts';
import { parseToken } from './parse-token.ts';
import type { MethodParts } from './method.ts';
import type { AuthPlugin } from './types.ts';

/**
 * `v3oauth2mtlsclientcredential`: the client certificate is the proof; the access token that is got for it is Keystone's
 * token as well.
 */
export function oauth2MtlsPlugin({ auth, config }: MethodParts): AuthPlugin {
  const { oauth2Endpoint: url, oauth2ClientId: id } = auth;
  const root = identityRoot(auth);
  if (url === undefined) throw new ConfigError('auth: oauth2_endpoint is missing');
  if (id === undefined) throw new ConfigError('auth: oauth2_client_id is missing');
  if (config.tls.cert === undefined) {
    throw new ConfigError(
      'auth_type v3oauth2mtlsclientcredential needs a client certificate: set cert (and key)',
    );
  }
  return {
    cacheKey: JSON.stringify([root, 'oauth2_mtls', id]),
    async authenticate(context) {
      const form = { grant_type: 'client_credentials', client_id: id };
      const { token } = await requestBearer(context, { url, form });
      const proof = token.reveal();
      const where = `${root}/auth/tokens`;
      const asked = Date.now();
      const answer = await context.send({
        url: where,
        headers: { 'X-Auth-Token': proof, 'X-Subject-Token': proof },
      });
      return parseToken(where, answer, asked);
    },
    headers: (_request, token) => ({
      'X-Auth-Token': token.id.reveal(),
      Authorization: `Bearer ${token.id.reveal()}`,
    }),
  };
}
