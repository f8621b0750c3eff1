import { ConfigError } from '../errors.ts';
import { identityPlugin, userRef } from './identity.ts';
import type { MethodParts } from './registry.ts';
import type { AuthPlugin } from './types.ts';

/** `password`: user name (or id) and password. */
export function passwordPlugin(parts: MethodParts): AuthPlugin {
  const { password } = parts.auth;
  if (password === undefined) throw new ConfigError('auth: password is missing');
  const user = userRef(parts.auth);
  return identityPlugin(parts, {
    name: 'password',
    secrets: [password],
    takesScope: true,
    who: user,
    repeatable: true,
    identity: () => ({
      methods: ['password'],
      password: { user: { ...user, password: password.reveal() } },
    }),
  });
}
