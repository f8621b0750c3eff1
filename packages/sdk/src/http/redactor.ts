import type { Secret } from '../config/secret.ts';

const mask = '***';
const sensitive =
  /(\\{0,7}"(?:(?:original_)?password|secret|token|passcode|admin_?Pass|rescue_pass|[a-z_-]*[_-](?:secret|token|receipt)|(?:set-)?cookie|(?:proxy-)?authorization|receipt|user_data|api_?key|access_key|secret_key|private_key|assertion|client_assertion|device_code|code_verifier|blob)\\{0,7}"\s*:\s*\\{0,7}")(?:[^"\\]|\\.)*/gi;
/** In forms, and in queries wherever they stand. */
const sensitivePair =
  /((?:^|[?&\s'"])(?:password|passcode|secret|client_secret|token|access_token|refresh_token|id_token|assertion|client_assertion|device_code|code_verifier|signature|temp_url_sig)=)[^&\s'"]+/gi;
/** User name and password of a URL, in the middle of a text. */
const userInfo = /([a-z][a-z\d+.-]{1,20}:\/\/)[^\s/?#@'"]+@/gi;
const sensitiveParameter =
  /^(x-auth-token|token|password|secret|signature|temp_url_sig|.*[_-](token|secret|signature))$/i;

const namedEntities: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};
const shortEscapes: Readonly<Record<string, string>> = {
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
};

/** A pattern for a number in hexadecimal, in upper or lower case. */
function hex(value: number, width: number): string {
  const digits = value.toString(16).padStart(width, '0');
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** A pattern for a character as it is, and as JSON (also JSON in JSON), HTML and URLs write it. */
function spellingsOf(character: string): string {
  if (/^[\w-]$/.test(character)) return character;
  const literal = character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const bytes = [...new TextEncoder().encode(character)];
  const entity = namedEntities[character];
  const short = shortEscapes[character];
  const patterns = [
    literal,
    units.map((unit) => String.raw`\\{0,7}u${hex(unit, 4)}`).join(''),
    bytes.map((byte) => `%${hex(byte, 2)}`).join(''),
    `&#0*${code};`,
    `&#[xX]0*${hex(code, 1)};`,
    ...(entity === undefined ? [] : [`&${entity};`]),
    ...(short === undefined ? [] : [short]),
    ...(character === ' ' ? [String.raw`\+`] : []),
  ];
  // JSON in JSON in JSON doubles the backslashes each time.
  return String.raw`\\{0,7}(?:${patterns.join('|')})`;
}

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

/** How long what is no token is looked for: what turned up in the middle of a login, such as an access token. */
const day = 24 * 3600 * 1000;
/** What has an end is looked for so long, at most so much of it. */
const mostPassing = 32;

interface Known {
  readonly pattern: RegExp;
  readonly until: number;
}

/** Masks what must not be shown: fields with telling names, and every secret it was told, however it is encoded. */
export class Redactor {
  readonly #secrets = new Map<string, Known>();

  /** Very short secrets are not looked for in free text: masking every `a` would leave nothing to read. */
  add(...secrets: readonly Secret[]): void {
    this.#add(secrets, Number.POSITIVE_INFINITY);
  }

  /** Secrets that are good until a point in time (milliseconds since 1970); some time later they are forgotten. */
  addPassing(secrets: readonly Secret[], until: number = Date.now() + day): void {
    this.#add(secrets, until);
    const now = Date.now();
    for (const [value, known] of this.#secrets) if (known.until + day < now) this.#secrets.delete(value);
    const passing = [...this.#secrets].filter(([, known]) => Number.isFinite(known.until));
    for (const [value] of passing.slice(0, Math.max(0, passing.length - mostPassing)))
      this.#secrets.delete(value);
  }

  #add(secrets: readonly Secret[], until: number): void {
    for (const secret of secrets) {
      const value = secret.reveal();
      if (value.length < 4 || this.#secrets.has(value)) continue;
      this.#secrets.set(value, { pattern: new RegExp(Array.from(value, spellingsOf).join(''), 'gu'), until });
    }
  }

  /** How many secrets are looked for. */
  get size(): number {
    return this.#secrets.size;
  }

  /** The most characters that a secret takes, however it is spelled: a cut may leave one less of it unknown. */
  get longest(): number {
    const widest = 13;
    return Math.max(0, ...[...this.#secrets.keys()].map((value) => value.length * widest));
  }

  redact(text: string): string {
    let clean = text
      .replace(sensitive, `$1${mask}`)
      .replace(sensitivePair, `$1${mask}`)
      .replace(userInfo, `$1${mask}@`);
    for (const { pattern } of this.#secrets.values()) clean = clean.replace(pattern, mask);
    return clean;
  }

  /** A URL fit for a message. */
  url(url: string): string {
    return this.redact(redactUrl(url));
  }
}
