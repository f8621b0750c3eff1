import assert from 'node:assert/strict';
import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Cookies by name, for each origin. */
type Jar = Map<string, Map<string, string>>;

/** What a person does on the pages she comes to. */
export interface Person {
  readonly name: string;
  /** Presses the button that refuses, where there is one. */
  readonly refuses?: boolean;
  /** Where she stops before she goes there. */
  readonly stopsAt?: string;
}

interface Form {
  readonly action: string;
  readonly fields: URLSearchParams;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');
}

function formIn(page: string, person: Person, base: string): Form | undefined {
  const [, open, inside = ''] = /(<form\b[^>]*>)([\s\S]*?)<\/form>/.exec(page) ?? [];
  if (open === undefined) return undefined;
  const fields = new URLSearchParams();
  for (const [input] of inside.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(input, 'name');
    const type = attribute(input, 'type');
    if (name === undefined || type === 'submit') continue;
    const typed = name === 'login' ? person.name : 'whatever';
    fields.set(name, attribute(input, 'value') ?? typed);
  }
  if (person.refuses === true && page.includes('name="abort"')) {
    fields.delete('confirm');
    fields.set('abort', 'yes');
  }
  return { action: new URL(attribute(open, 'action') ?? '', base).href, fields };
}

interface Page {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly text: string;
}

/** Not by `fetch`: that says in its headers that it is a script, and web servers do not send scripts to a login. */
async function visit(
  url: string,
  cookie: string,
  form: URLSearchParams | undefined,
  origin: string | undefined,
): Promise<Page> {
  const isSent = form !== undefined && origin !== undefined;
  const headers = {
    accept: 'text/html',
    cookie,
    ...(isSent && { origin, 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const outgoing = request(url, { method: form === undefined ? 'GET' : 'POST', headers, agent: false });
  outgoing.end(form?.toString());
  const [answer]: unknown[] = await once(outgoing, 'response');
  assert(answer instanceof IncomingMessage);
  const { statusCode: status = 0, headers: head } = answer;
  return { status, location: head.location, cookies: head['set-cookie'] ?? [], text: await text(answer) };
}

function remember(jar: Jar, origin: string, answer: Page): void {
  const cookies = jar.get(origin) ?? new Map<string, string>();
  jar.set(origin, cookies);
  for (const line of answer.cookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }
}

/** Where a person ended. */
export interface LastPage {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/**
 * Walks through the pages of a login as a person with a browser does: follows redirects, keeps cookies, fills in and
 * sends each form, until a page has none.
 */
export async function browse(start: string, person: Person): Promise<LastPage> {
  const jar: Jar = new Map();
  let url = start;
  let form: URLSearchParams | undefined;
  let from: string | undefined;
  let refused = false;
  for (let step = 0; step < 25; step += 1) {
    const { origin } = new URL(url);
    const cookie = [...(jar.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await visit(url, cookie, form, from);
    remember(jar, origin, answer);
    const { text: body, location } = answer;
    form = undefined;
    if (location !== undefined) {
      url = new URL(location, url).href;
      if (person.stopsAt !== undefined && url.startsWith(person.stopsAt)) {
        return { url, status: answer.status, text: body };
      }
      continue;
    }
    const found = formIn(body, person, url);
    if (found === undefined || refused) return { url, status: answer.status, text: body };
    refused = found.fields.has('abort');
    ({ action: url, fields: form } = found);
    from = origin;
  }
  throw new Error(`the login does not end: ${url}`);
}
