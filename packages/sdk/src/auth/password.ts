import type { AuthSettings } from '../config/types.ts';
import { ConfigError } from '../errors.ts';
import { type IdentityMethod, userRef } from './identity.ts';

/** User name (or id) and password. */
export function passwordMethod(auth: AuthSettings): IdentityMethod {
  const { password } = auth;
  if (password === undefined) throw new ConfigError('auth: password is missing');
  return {
    name: 'password',
    secrets: [password],
    takesScope: true,
    identity: () => ({
      methods: ['password'],
      password: { user: { ...userRef(auth), password: password.reveal() } },
    }),
  };
}
