// Writes docs/api-coverage.md: every route of the Image service, and who covers it. With --check, says what is missing
// or out of date instead, and exits with 1.
//
// The rows are in scripts/lib/api-routes.mjs. They are checked against the methods of the built SDK, the routes that
// their doc comments name, and the titles of the conformance cases.
import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { routes, withoutRoute } from './lib/api-routes.mjs';
import { root } from './lib/run.mjs';

const problems = [];

function methodsOf(object, prefix) {
  const found = [];
  for (
    let level = object;
    level !== Object.prototype && level !== null;
    level = Object.getPrototypeOf(level)
  ) {
    for (const name of Object.getOwnPropertyNames(level)) {
      if (name === 'constructor') continue;
      const value = object[name];
      if (typeof value === 'function') found.push(prefix + name);
      else if (typeof value === 'object' && value !== null)
        found.push(...methodsOf(value, `${prefix}${name}.`));
    }
  }
  return [...new Set(found)];
}

/** The public methods of the Image service, by the names that they have below `conn.image`. */
async function sdkMethods() {
  const file = path.join(root, 'packages/sdk/dist/image/service.js');
  const { ImageService } = await import(pathToFileURL(file).href);
  return methodsOf(new ImageService({}, {}), '');
}

/** The routes that doc comments of the SDK name. */
async function documentedRoutes() {
  const folder = path.join(root, 'packages/sdk/src/image');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  const found = new Set();
  for (const text of texts) {
    for (const [, verbs, route] of text.matchAll(
      /`((?:GET|POST|PUT|PATCH|DELETE)(?:` and `\w+)?) (\/[^\s`]*)`/g,
    )) {
      for (const verb of verbs.split('` and `')) found.add(`${verb} ${route}`);
    }
  }
  return found;
}

/** What devcloud does not have yet, as the conformance suite knows it. */
async function missingInDevcloud() {
  const text = await readFile(path.join(root, 'conformance/harness/target.ts'), 'utf8');
  const list = /notYetInDevcloud[^=]*= new Set\((?:\[([^\]]*)\])?/.exec(text)?.[1] ?? '';
  return new Set([...list.matchAll(/'([^']+)'/g)].map(([, name]) => name));
}

const sources = new Map();

async function source(file) {
  const known =
    sources.get(file) ?? readFile(path.join(root, 'conformance', file), 'utf8').catch(() => undefined);
  sources.set(file, known);
  return known;
}

async function checkCase(route, entry) {
  const [file, title] = entry.split(/: (.*)/s);
  const text = await source(file);
  if (text === undefined) problems.push(`${route}: there is no conformance/${file}`);
  else if (!text.includes(title)) problems.push(`${route}: conformance/${file} has no case "${title}"`);
}

async function check(methods) {
  const listed = new Set([...routes.flatMap(([, , names]) => names), ...withoutRoute]);
  for (const method of methods)
    if (!listed.has(method)) problems.push(`conn.image.${method}: no route is told for it`);
  for (const name of listed) if (!methods.includes(name)) problems.push(`there is no conn.image.${name}`);
  const known = new Set();
  for (const [route, , names, cases, special = {}] of routes) {
    if (known.has(route)) problems.push(`${route}: there are two rows`);
    known.add(route);
    if (names.length === 0 && special.none === undefined)
      problems.push(`${route}: neither a method nor why there is none`);
    if (cases.length === 0 && special.none === undefined) problems.push(`${route}: no conformance case`);
    for (const entry of cases) await checkCase(route, entry);
  }
  for (const route of await documentedRoutes()) {
    const pattern = route.replaceAll('{name}', '*').replace('{type}', '{type}');
    const isKnown = [...known].some(
      (each) => each === route || (pattern.endsWith('*') && each.startsWith(pattern.slice(0, -1))),
    );
    if (!isKnown) problems.push(`${route}: a doc comment names it, but it is not in the table`);
  }
}

const code = (text) => `\`${text}\``;

function row([route, since, names, cases, special = {}], missing) {
  const files = [...new Set(cases.map((entry) => entry.split(': ')[0]))];
  const links = files.map((file) => `[${file.replace('.test.ts', '')}](../conformance/${file})`);
  const devcloud = special.feature !== undefined && missing.has(special.feature) ? 'not yet' : 'yes';
  const proof = (release) => special[release] ?? (cases.length === 0 ? '–' : 'yes');
  const methods = names.length === 0 ? special.none : names.map(code).join(' ');
  return [code(route), since, methods, devcloud, links.join(' ') || '–', proof('zed'), proof('epoxy')];
}

function render(methods, missing) {
  const rows = routes.map((each) => row(each, missing));
  const proven = (column) => rows.filter((each) => each[column] === 'yes').length;
  const lines = [
    '# Routes of the Image service',
    '',
    'Written by `node scripts/api-coverage.mjs`; `--check` fails where a route or a method is missing.',
    '',
    `Glance's router has ${routes.length} routes. The SDK has ${methods.length} methods for them, all below \`conn.image\`. ` +
      `${proven(5)} routes are proven on Zed, ${proven(6)} on Epoxy, by the [conformance suite](../conformance/README.md) through the SDK; ` +
      'of the others it says why not. What no release here can show is tested against servers of the test itself, in ' +
      '[newer-releases.test.ts](../packages/sdk/test/image/newer-releases.test.ts).',
    '',
    '| route | since | `conn.image` | devcloud | conformance | Zed | Epoxy |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ];
  return lines.join('\n');
}

function formatted(input) {
  const oxfmt = path.join(root, 'node_modules/.bin/oxfmt');
  const options = { cwd: root, encoding: 'utf8', input };
  const { status, stdout, stderr } = spawnSync(oxfmt, ['--stdin-filepath', 'docs/api-coverage.md'], options);
  if (status !== 0) throw new Error(`oxfmt: ${stderr}`);
  return stdout;
}

const methods = await sdkMethods();
await check(methods);
const target = path.join(root, 'docs/api-coverage.md');
const text = formatted(render(methods, await missingInDevcloud()));
if (process.argv.includes('--check')) {
  const there = await readFile(target, 'utf8').catch(() => '');
  if (there !== text) problems.push('docs/api-coverage.md is out of date: run node scripts/api-coverage.mjs');
} else await writeFile(target, text);
for (const problem of problems) console.error(problem);
console.log(`${routes.length} routes, ${methods.length} methods, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
