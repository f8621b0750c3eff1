import { asArray, asRecord, asString, type JsonRecord, parseJson } from '../json.ts';

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function decodeEntities(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
    const hex = name[1] === 'x' || name[1] === 'X';
    const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/**
 * One line of plain text: markup gone, entities decoded, white space folded. No pattern looks at the same
 * text twice for want of an end: the body may be anything.
 */
function plain(text: string): string {
  const bare = text
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<\/?[a-z!][^<>]*>/gi, ' ');
  // A control character in a message could steer the terminal it is printed on.
  return decodeEntities(bare)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Some services put JSON into a JSON string (Ironic, Octavia). */
function unwrap(value: unknown): unknown {
  const text = asString(value);
  return text?.startsWith('{') ? (parseJson(text) ?? value) : value;
}

function fromErrors(record: JsonRecord): string | undefined {
  const nested = asRecord(record['errors']);
  const list = asArray(nested === undefined ? record['errors'] : nested['errors']);
  const details = list.flatMap((item) => {
    const entry = asRecord(item);
    const detail = asString(entry?.['detail']) ?? asString(entry?.['message']) ?? asString(entry?.['title']);
    return detail ?? [];
  });
  return details.length === 0 ? undefined : details.join('; ');
}

function fromRecord(record: JsonRecord): string | undefined {
  const wrapped = unwrap(record['error_message']);
  const wsme = asRecord(wrapped);
  const error = asRecord(record['error']);
  return (
    asString(record['message']) ||
    asString(record['faultstring']) ||
    (error && fromRecord(error)) ||
    asString(record['error']) ||
    (wsme === undefined ? asString(wrapped) : fromRecord(wsme)) ||
    fromErrors(record) ||
    asString(record['explanation']) ||
    asString(record['detail']) ||
    asString(record['description']) ||
    asString(record['title']) ||
    undefined
  );
}

function fromJson(root: unknown): string | undefined {
  const record = asRecord(root);
  if (record === undefined) return asString(root);
  const direct = fromRecord(record);
  if (direct !== undefined) return direct;
  // Nova, Cinder and Neutron wrap the reason in an object named after the fault.
  for (const value of Object.values(record)) {
    const fault = asRecord(value);
    const reason = fault === undefined ? undefined : fromRecord(fault);
    if (reason !== undefined) return reason;
  }
  return asString(record['NeutronError']);
}

function fromHtml(text: string): string {
  const title = /<title[^<>]*>([\s\S]*?)(?:<\/title>|$)/i.exec(text);
  const untitled = text.replace(title?.[0] ?? '', ' ');
  const body = /<body[^<>]*>([\s\S]*?)(?:<\/body>|$)/i.exec(untitled)?.[1] ?? untitled;
  const heading = /<h1[^<>]*>[\s\S]*?(?:<\/h1>|$)/i.exec(body)?.[0] ?? '';
  // Below a rule, web servers sign with their name and version.
  const [message = ''] = body.replace(heading, ' ').split(/<hr\b/i);
  const reason = plain(message);
  return reason || plain(heading) || plain(title?.[1] ?? '');
}

/** WebOb's plain text begins with the status line, which the error already tells. */
function withoutStatusLine(text: string, status: number): string {
  const [first = '', ...rest] = text.split('\n');
  return first.startsWith(`${status} `) && rest.some((line) => line.trim() !== '') ? rest.join('\n') : text;
}

/**
 * The reason for a refusal in the service's own words, as one line: of every shape of body that OpenStack
 * services and the proxies before them answer with (JSON in a dozen forms, HTML, plain text).
 *
 * @returns an empty string if the body holds none.
 */
export function reasonFrom(body: string, contentType: string | undefined, status: number): string {
  const json = contentType?.includes('json') === true || /^\s*[{[]/.test(body) ? parseJson(body) : undefined;
  const reason = json === undefined ? undefined : fromJson(json);
  const text =
    reason ?? (/<html|<!doctype|<body/i.test(body) ? fromHtml(body) : withoutStatusLine(body, status));
  // Keystone appends a whole JSON schema to some refusals: the first paragraph is the reason.
  const [paragraph = ''] = text.trimStart().split(/\n\s*\n/);
  const line = plain(paragraph);
  const own = `${status} `;
  return (line.startsWith(own) ? line.slice(own.length) : line).slice(0, 1000);
}
