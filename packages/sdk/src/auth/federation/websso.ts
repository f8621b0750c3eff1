import { Secret } from '../../config/secret.ts';
import type { AuthSettings } from '../../config/types.ts';
import { AuthError, ConfigError } from '../../errors.ts';
import type { LoopbackRequest } from '../../platform/types.ts';
import { identityRoot } from '../identity-url.ts';
import type { MethodParts } from '../method.ts';
import { scopeOf } from '../scope.ts';
import type { AuthPlugin } from '../types.ts';
import { browserLogin, type Callback, withoutBrowser } from './browser-login.ts';
import { protocolPath, withScope } from './exchange.ts';
import { type LoopbackUrl, loopbackUrl, portOf } from './loopback-url.ts';

/**
 * Where Keystone's page sends the token. It must be among Keystone's `trusted_dashboard`, letter by letter; hence the
 * names and defaults of the other clients, which operators have allowed already.
 */
function originOf({ redirectUri, redirectHost, redirectPort, callbackPort }: AuthSettings): LoopbackUrl {
  if (redirectUri !== undefined) return loopbackUrl(redirectUri);
  if (callbackPort !== undefined) {
    return loopbackUrl(`http://localhost:${portOf(callbackPort, 'callback_port')}/callback`);
  }
  const port = redirectPort === undefined ? 9990 : portOf(redirectPort, 'redirect_port');
  return loopbackUrl(`http://${redirectHost ?? 'localhost'}:${port}/auth/websso/`);
}

function pageOf(auth: AuthSettings, root: string, protocol: string): string {
  const { identityProvider } = auth;
  const path =
    identityProvider === undefined
      ? `websso/${encodeURIComponent(protocol)}`
      : `${protocolPath({ root, identityProvider, protocol })}/websso`;
  return `${root}/auth/OS-FEDERATION/${path}`;
}

/** Keystone's page posts a form with the token. Keystone hands no state through, so the sender's origin has to do. */
function readForm(request: LoopbackRequest, path: string, page: string): Callback<Secret> {
  const { pathname } = new URL(request.path, 'http://127.0.0.1');
  if (pathname !== path) return { kind: 'ignored', status: 404 };
  if (request.method !== 'POST') return { kind: 'ignored', status: 405 };
  const { origin } = request.headers;
  // `null` is what browsers send from a page with TLS to one without, which is the usual case.
  const isElsewhere = origin !== undefined && origin !== 'null' && origin !== new URL(page).origin;
  if (isElsewhere) return { kind: 'ignored', status: 403 };
  const token = new URLSearchParams(request.body).get('token') ?? '';
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return { kind: 'failed', error: new AuthError(`${page} sent no token`) };
  }
  return { kind: 'done', value: new Secret(token) };
}

/** `v3websso`: Keystone's own page for browsers, as Horizon uses it; the token comes back to a listener on this machine. */
export function webssoPlugin(parts: MethodParts): AuthPlugin {
  const { auth, callbacks, listen } = parts;
  const root = identityRoot(auth);
  const { protocol, identityProvider } = auth;
  if (protocol === undefined) {
    throw new ConfigError('auth: protocol is missing: the name that Keystone has for it, often "openid"');
  }
  const loopback = originOf(auth);
  const page = pageOf(auth, root, protocol);
  const scope = scopeOf(auth) ?? null;
  return {
    cacheKey: JSON.stringify([root, 'v3websso', identityProvider ?? null, protocol, scope]),
    async authenticate(context) {
      const { openBrowser } = callbacks;
      if (openBrowser === undefined) throw withoutBrowser();
      const token = await browserLogin({
        listen,
        port: loopback.port,
        openBrowser,
        url: (port) => `${page}?${new URLSearchParams({ origin: loopback.at(port) }).toString()}`,
        read: (request) => readForm(request, loopback.path, page),
        signal: context.signal,
      });
      context.conceal(token);
      return withScope(context, root, token);
    },
  };
}
