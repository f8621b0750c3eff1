import { HttpError } from '../errors.ts';
import { identityRoot } from './identity-url.ts';
import type { MethodParts } from './method.ts';
import { scopeOf } from './scope.ts';
import { type Factor, requestToken } from './token-request.ts';
import type { AuthPlugin } from './types.ts';

/** Makes an authentication plugin of one or more factors of Keystone's token request. */
export function identityPlugin(
  parts: MethodParts,
  factors: readonly Factor[],
  { takesScope = true }: { readonly takesScope?: boolean } = {},
): AuthPlugin {
  const root = identityRoot(parts.auth);
  const scope = takesScope ? scopeOf(parts.auth) : undefined;
  const who = factors.map((factor) => factor.who);
  const login = { parts, root, factors, scope, takesScope };
  // Each question that Keystone answers with 401 counts as a failed login of the user: the reason is looked for at the
  // first login, and only then.
  let isFirst = true;
  return {
    secrets: factors.flatMap(({ secrets }) => secrets),
    cacheKey: who.includes(undefined)
      ? undefined
      : JSON.stringify([root, factors.map(({ method }) => method), who, scope ?? null]),
    async authenticate(context) {
      try {
        const answer = await requestToken(context, root, { factors, scope });
        if ('token' in answer) {
          isFirst = false;
          return answer.token;
        }
        const { continueLogin } = await import('./continue-login.ts');
        return await continueLogin(context, login, answer.receipt);
      } catch (error) {
        if (!(error instanceof HttpError) || error.status >= 500) throw error;
        const { refusal } = await import('./refusal.ts');
        const refused = { ...login, isFirst };
        isFirst = false;
        throw await refusal(context, refused, error);
      }
    },
  };
}
