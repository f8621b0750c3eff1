import { Secret } from '../config/secret.ts';
import type { ProxySettings } from '../platform/types.ts';

/** The passwords of proxies, as they are written and as they are sent. */
export function proxySecrets(proxy: ProxySettings | undefined): readonly Secret[] {
  return [proxy?.http, proxy?.https].flatMap((server) => {
    const password = server?.password?.reveal();
    if (server === undefined || password === undefined) return [];
    const pair = new TextEncoder().encode(`${server.username ?? ''}:${password}`);
    return [new Secret(password), new Secret(btoa(String.fromCharCode(...pair)))];
  });
}
