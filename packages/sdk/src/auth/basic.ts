import { Secret } from '../config/secret.ts';

/** The value of an `Authorization` header for a user and a password (RFC 7617). */
export function basicAuthorization(user: string, password: Secret): Secret {
  const bytes = new TextEncoder().encode(`${user}:${password.reveal()}`);
  return new Secret(`Basic ${btoa(String.fromCodePoint(...bytes))}`);
}
