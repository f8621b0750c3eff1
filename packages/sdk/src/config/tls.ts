import type { Environment, TlsSettings } from '../platform/types.ts';
import { booleanOf, type Reader } from './layer.ts';
import type { Warn } from './warnings.ts';

/** How certificates are checked and shown. `insecure` wins over `verify`; `verify` may name a file of authorities. */
export function tlsOf(cloud: Reader, environment: Environment, warn: Warn): TlsSettings {
  const path = (...keys: readonly string[]): string | undefined => {
    const text = cloud.text(...keys);
    return text === undefined ? undefined : environment.expandHome(text);
  };
  const verify = cloud.text('verify');
  const isPath = verify !== undefined && booleanOf(verify) === undefined && /[/\\.]/.test(verify);
  const insecure = cloud.flag('insecure') ?? false;
  const checks = !insecure && (isPath || (cloud.flag('verify') ?? true));
  const cacert = path('cacert') ?? (isPath ? path('verify') : undefined);
  if (cacert !== undefined && !checks) {
    const key = cloud.text('cacert') === undefined ? 'verify' : 'cacert';
    const reason = 'is not used: certificates are not checked';
    warn({ code: 'setting-ignored', message: cloud.wrong(key, reason).message });
  }
  const servername = cloud.text('servername');
  return {
    verify: checks,
    cacert,
    cert: path('cert'),
    key: path('key'),
    ...(servername !== undefined && { servername }),
  };
}
