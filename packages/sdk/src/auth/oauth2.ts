import { ConfigError } from '../errors.ts';
import { basicAuthorization } from './basic.ts';
import { BearerKeeper, requestBearer } from './bearer.ts';
import { type Factor } from './token-request.ts';
import { identityPlugin } from './identity.ts';
import type { MethodParts } from './method.ts';
import type { AuthPlugin } from './types.ts';

/**
 * `v3oauth2clientcredential`: an application credential as an OAuth 2.0 client. Requests carry the access token as
 * `Authorization: Bearer`, besides Keystone's own.
 */
export function oauth2Plugin(parts: MethodParts): AuthPlugin {
  const { oauth2Endpoint: url, oauth2ClientId: id, oauth2ClientSecret: secret } = parts.auth;
  if (url === undefined)
    throw new ConfigError('auth: oauth2_endpoint is missing (often …/v3/OS-OAUTH2/token)');
  if (id === undefined) throw new ConfigError('auth: oauth2_client_id is missing');
  if (secret === undefined) throw new ConfigError('auth: oauth2_client_secret is missing');
  const authorization = basicAuthorization(id, secret);
  const factor: Factor = {
    method: 'application_credential',
    secrets: [secret, authorization],
    who: { id },
    repeatable: true,
    payload: () => ({ id, secret: secret.reveal() }),
  };
  const bearers = new BearerKeeper((context) =>
    requestBearer(context, {
      url,
      form: { grant_type: 'client_credentials' },
      headers: { Authorization: authorization.reveal() },
    }),
  );
  return {
    ...identityPlugin(parts, [factor], { takesScope: false }),
    async headers(_request, token, context) {
      const bearer = await bearers.get(context, token.id);
      return { 'X-Auth-Token': token.id.reveal(), Authorization: `Bearer ${bearer.reveal()}` };
    },
  };
}
