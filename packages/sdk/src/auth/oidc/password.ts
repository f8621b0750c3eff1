import { AuthError, ConfigError } from '../../errors.ts';
import type { MethodParts } from '../method.ts';
import type { AuthPlugin } from '../types.ts';
import { oidcPlugin } from './plugin.ts';

async function freshPasscode({ auth, callbacks }: MethodParts): Promise<string> {
  const passcode = (await callbacks.passcode?.()) ?? auth.passcode?.reveal();
  if (passcode !== undefined) return passcode;
  throw new AuthError('idp_otp_key asks for a one-time passcode: give auth.passcode, text or a function');
}

/** `v3oidcpassword`: the user's name and password at the identity provider (RFC 6749 §4.3). */
export function oidcPasswordPlugin(parts: MethodParts): AuthPlugin {
  const { username, password, idpOtpKey } = parts.auth;
  if (username === undefined) throw new ConfigError('auth: username is missing');
  if (password === undefined) throw new ConfigError('auth: password is missing');
  return oidcPlugin(parts, {
    name: 'v3oidcpassword',
    secrets: [password],
    async run(context, client) {
      const otp = idpOtpKey === undefined ? undefined : await freshPasscode(parts);
      const form = {
        grant_type: 'password',
        username,
        password: password.reveal(),
        scope: client.scope,
        ...(idpOtpKey !== undefined && otp !== undefined && { [idpOtpKey]: otp }),
      };
      return client.tokens(context, form, otp === undefined);
    },
  });
}
