import { ConfigError } from '../errors.ts';
import { passwordFactor } from './factors.ts';
import { identityPlugin } from './identity.ts';
import type { MethodParts } from './method.ts';
import { type Factor, userRef } from './token-request.ts';
import type { AuthPlugin } from './types.ts';

/** The factor that the settings describe; throws ConfigError if they do not. */
export function passwordOf({ auth }: MethodParts): Factor {
  if (auth.password === undefined) {
    const nothing = auth.username === undefined && auth.userId === undefined;
    throw new ConfigError(
      nothing
        ? 'auth: there is nothing to sign in with: give username and password, application_credential_id and ' +
            'application_credential_secret, or token; or name an auth_type'
        : 'auth: password is missing',
    );
  }
  return passwordFactor(userRef(auth), auth.password);
}

/** `password`: user name (or id) and password. */
export function passwordPlugin(parts: MethodParts): AuthPlugin {
  return identityPlugin(parts, [passwordOf(parts)]);
}
