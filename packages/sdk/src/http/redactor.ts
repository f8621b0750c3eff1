import type { Secret } from '../config/secret.ts';

const mask = '***';
const sensitive =
  /("(?:password|secret|token|passcode|adminPass|[a-z_]*_secret|[a-z_]*_token|auth_token|receipt|user_data|apikey)"\s*:\s*")(?:[^"\\]|\\.)*/gi;
const sensitiveParameter =
  /^(x-auth-token|token|password|secret|signature|temp_url_sig|.*[_-](token|secret|signature))$/i;

/** A URL fit for a message: no user info, sensitive parameters masked. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  for (const name of new Set(parsed.searchParams.keys())) {
    if (sensitiveParameter.test(name)) parsed.searchParams.set(name, mask);
  }
  return parsed.href;
}

/** Masks what must not be shown: fields with telling names, and every secret it was told, wherever it stands. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Very short secrets are not looked for in free text: masking every `a` would leave nothing to read. */
  add(...secrets: readonly Secret[]): void {
    for (const secret of secrets) {
      const value = secret.reveal();
      if (value.length < 4) continue;
      this.#secrets.add(value);
      this.#secrets.add(JSON.stringify(value).slice(1, -1));
      this.#secrets.add(encodeURIComponent(value));
    }
  }

  redact(text: string): string {
    let clean = text.replace(sensitive, `$1${mask}`);
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, mask);
    return clean;
  }
}
