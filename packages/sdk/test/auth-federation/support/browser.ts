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

function remember(jar: Jar, origin: string, answer: Response): void {
  const cookies = jar.get(origin) ?? new Map<string, string>();
  jar.set(origin, cookies);
  for (const line of answer.headers.getSetCookie()) {
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
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: {
        cookie,
        accept: 'text/html',
        ...(form !== undefined && from !== undefined && { origin: from }),
      },
      ...(form !== undefined && { method: 'POST', body: form }),
    });
    remember(jar, origin, answer);
    const text = await answer.text();
    const location = answer.headers.get('location');
    form = undefined;
    if (location !== null) {
      url = new URL(location, url).href;
      if (person.stopsAt !== undefined && url.startsWith(person.stopsAt)) {
        return { url, status: answer.status, text };
      }
      continue;
    }
    const found = formIn(text, person, url);
    if (found === undefined || refused) return { url, status: answer.status, text };
    refused = found.fields.has('abort');
    ({ action: url, fields: form } = found);
    from = origin;
  }
  throw new Error(`the login does not end: ${url}`);
}
