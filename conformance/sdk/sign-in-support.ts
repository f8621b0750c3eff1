import assert from 'node:assert/strict';

import { AuthError, connect } from '@ostk/sdk';
import type { AuthOptions, AuthType, Connection, Token } from '@ostk/sdk';

import type { Scope } from '../harness/cleanup.ts';

/** Connects; closed when the scope ends. */
export async function open(scope: Scope, auth: AuthOptions, authType?: AuthType): Promise<Connection> {
  const conn = await connect({ auth, authType });
  scope.after(() => conn.close());
  return conn;
}

/** Signs in. */
export async function signIn(scope: Scope, auth: AuthOptions, authType?: AuthType): Promise<Token> {
  return (await open(scope, auth, authType)).session.token();
}

/** The error of a sign-in that must fail. */
export function failure(scope: Scope, auth: AuthOptions, authType?: AuthType): Promise<AuthError> {
  return signIn(scope, auth, authType).then(
    () => assert.fail('it signed in'),
    (error: unknown) => {
      assert(error instanceof AuthError, String(error));
      return error;
    },
  );
}
