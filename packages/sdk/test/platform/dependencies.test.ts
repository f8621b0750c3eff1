import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const entry = import.meta.resolve('@ostk/sdk');
const dist = fileURLToPath(new URL('.', entry));

/** What every module of the library imports, statically or not, by its path below `dist`. */
async function importsByModule(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const name of await readdir(dist, { recursive: true })) {
    if (!name.endsWith('.js')) continue;
    const text = await readFile(join(dist, name), 'utf8');
    const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
    const matches = code.matchAll(
      /(?:^(?:import|export)\b[^'"`;]*\bfrom\s*|^import\s*|\bimport\(\s*)(['"`])([^'"`\n]+)\1/gm,
    );
    found.set(
      relative(dist, join(dist, name)).split(sep).join('/'),
      Array.from(matches, (match) => match[2] ?? ''),
    );
  }
  return found;
}

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

async function packageAt(url: URL): Promise<Manifest> {
  const parsed: unknown = JSON.parse(await readFile(url, 'utf8'));
  assert(typeof parsed === 'object' && parsed !== null);
  return parsed;
}

test('yaml is the only run-time dependency, and it has none', async () => {
  const own = await packageAt(new URL('../package.json', entry));
  assert.deepEqual(Object.keys(own.dependencies ?? {}), ['yaml']);
  // Nobody has to install what else there may be: a keyring for tokens.
  assert.deepEqual(Object.keys(own.peerDependencies ?? {}), ['@napi-rs/keyring']);
  assert.deepEqual(own.peerDependenciesMeta, { '@napi-rs/keyring': { optional: true } });
  const yaml = await packageAt(new URL('../package.json', import.meta.resolve('yaml')));
  assert.deepEqual(Object.keys(yaml.dependencies ?? {}), []);
});

test('modules import themselves, yaml, Node, and one of them the keyring', async () => {
  const modules = await importsByModule();
  assert(modules.size > 30);
  const others = [...modules].flatMap(([module, names]) =>
    names.filter((name) => !/^(?:\.|node:|yaml$)/.test(name)).map((name) => [module, name]),
  );
  assert.deepEqual(others, [['platform/node/keyring-store.js', '@napi-rs/keyring']]);
});

test('Node is imported in platform/node and nowhere else', async () => {
  for (const [module, imports] of await importsByModule()) {
    if (module.startsWith('platform/node/')) continue;
    assert.deepEqual(
      imports.filter((name) => name.startsWith('node:')),
      [],
      module,
    );
  }
});

/** What is below may not know what is above. */
const layers = ['platform', 'config', 'auth', 'catalog', 'http', 'resource', 'transfer'] as const;
const ranks: Readonly<Record<string, number>> = {
  platform: 0,
  config: 1,
  auth: 2,
  catalog: 2,
  http: 3,
  resource: 3,
  transfer: 4,
  image: 5,
  compute: 5,
  identity: 5,
};

for (const layer of layers) {
  test(`${layer} imports nothing that is above it`, async () => {
    for (const [module, imports] of await importsByModule()) {
      if (!module.startsWith(`${layer}/`)) continue;
      for (const name of imports.filter((one) => one.startsWith('.'))) {
        const [target = ''] = join(module, '..', name).split(sep);
        assert((ranks[target] ?? 0) <= (ranks[layer] ?? 0), `${module} imports ${name}`);
      }
    }
  });
}

/** The files that a program loads, as URLs. */
async function loadedBy(code: string): Promise<readonly string[]> {
  const hooks = `
    export async function load(url, context, next) {
      if (url.startsWith('file:')) process._rawDebug(url);
      return next(url, context);
    }
  `;
  const program = `
    import { register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));
    ${code}
  `;
  const { stderr } = await run(process.execPath, ['--no-warnings', '--input-type=module', '-e', program]);
  return stderr.split('\n').filter((line) => line.startsWith('file:'));
}

/** A program that connects to where nobody is, and asks for a token. */
function signIn(options: object): string {
  const auth = { authUrl: 'http://127.0.0.1:9', token: 't' };
  const all = JSON.stringify({ auth, retry: { attempts: 1 }, ...options });
  return `
    const { connect } = await import(${JSON.stringify(entry)});
    const conn = await connect(${all});
    await conn.session.token().catch(() => undefined);
  `;
}

function ofProxies(urls: readonly string[]): readonly string[] {
  return urls
    .filter((url) => url.includes('/platform/node/'))
    .map((url) => url.split('/').at(-1) ?? '')
    .filter((name) => /^proxy-|^tunnel/.test(name));
}

test('what proxies need is loaded when there is one', async () => {
  assert.deepEqual(ofProxies(await loadedBy(signIn({ proxy: false }))), []);
  assert.deepEqual(ofProxies(await loadedBy(signIn({ proxy: 'http://127.0.0.1:9' }))).toSorted(), [
    'proxy-match.js',
    'proxy-routes.js',
    'tunnel.js',
  ]);
});

test('import "@ostk/sdk" loads nothing from outside of it but yaml and Node', async () => {
  const loaded = await loadedBy(`await import(${JSON.stringify(entry)});`);
  assert(loaded.includes(entry));
  const yaml = new URL('../', import.meta.resolve('yaml')).href;
  const own = new URL('../', entry).href;
  assert.deepEqual(
    loaded.filter((url) => !url.startsWith(own) && !url.startsWith(yaml)),
    [],
  );
});
