import { ConfigError } from '../errors.ts';
import type { ProxyServer, ProxySettings } from '../platform/types.ts';
import { Secret } from './secret.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What options and clouds.yaml say of proxies. */
export interface ProxyChoice {
  /** A URL, `false` for none, or `undefined` for what the environment says. */
  readonly proxy: string | false | undefined;
  readonly noProxy: readonly string[] | undefined;
}

/** The text is never part of the message: it may hold a password. */
function parseProxy(text: string, where: string): ProxyServer {
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(url)) throw new ConfigError(`${where} is not a URL such as http://proxy.example:3128`);
  const { protocol, hostname, origin, username, password } = new URL(url);
  if (!/^https?:$/.test(protocol) || hostname === '') {
    throw new ConfigError(`${where}: a proxy is spoken to by http:// or https://, not by ${protocol}//`);
  }
  return {
    url: origin,
    username: username === '' ? undefined : decodeURIComponent(username),
    password: password === '' ? undefined : new Secret(decodeURIComponent(password)),
  };
}

/** As curl does: lower case wins. */
function variable(variables: Variables, name: string): readonly [name: string, value: string] | undefined {
  for (const spelling of [name, name.toUpperCase()]) {
    // A CGI program has a request's header `Proxy` there.
    if (spelling === 'HTTP_PROXY' && variables['REQUEST_METHOD'] !== undefined) continue;
    const value = variables[spelling];
    if (value !== undefined && value !== '') return [spelling, value];
  }
  return undefined;
}

/** The hosts in a list that is separated by commas or white space. */
export function proxyExceptions(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((host) => host !== '');
}

/**
 * Which proxies to use: what the cloud's own settings say, for every URL; else `http_proxy`, `https_proxy`,
 * `all_proxy` and `no_proxy` of the environment, in lower or upper case.
 *
 * @throws ConfigError for what is no proxy's URL; it never shows the text.
 */
export function proxySettings(
  choice: ProxyChoice,
  variables: Variables,
  where: string,
): ProxySettings | undefined {
  if (choice.proxy === false) return undefined;
  if (choice.proxy !== undefined) {
    const server = Object.freeze(parseProxy(choice.proxy, `${where}: proxy`));
    return Object.freeze({ http: server, https: server, bypass: Object.freeze([...(choice.noProxy ?? [])]) });
  }
  const all = variable(variables, 'all_proxy');
  const [http, https] = ['http_proxy', 'https_proxy'].map((name) => {
    const found = variable(variables, name) ?? all;
    return found === undefined ? undefined : Object.freeze(parseProxy(found[1], found[0]));
  });
  if (http === undefined && https === undefined) return undefined;
  const bypass = choice.noProxy ?? proxyExceptions(variable(variables, 'no_proxy')?.[1] ?? '');
  return Object.freeze({ http, https, bypass: Object.freeze([...bypass]) });
}
