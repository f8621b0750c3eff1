import { applicationCredentialFactor } from './factors.ts';
import { identityPlugin } from './identity.ts';
import type { MethodParts } from './method.ts';
import type { AuthPlugin } from './types.ts';

/** `v3applicationcredential`: its project is part of it, so a scope is never sent. */
export function applicationCredentialPlugin(parts: MethodParts): AuthPlugin {
  return identityPlugin(parts, [applicationCredentialFactor(parts)], { takesScope: false });
}
