// Writes docs/api/methods/: a page for each method below `conn.image`, made of its declaration, its doc comments, the
// requests it makes (scripts/lib/api-routes.mjs) and the guides that show it. With --check, says what is out of date or
// has no doc comment instead, and exits with 1.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commentOf, fieldsOf, readModel, referencesIn, textOf } from './lib/api-model.mjs';
import { routes } from './lib/api-routes.mjs';
import { root } from './lib/run.mjs';

const folder = path.join(root, 'docs/api/methods');
const guides = path.join(root, 'docs/guides');
const problems = [];
const model = await readModel('sdk');

/** The methods of a class, of those that it extends, and of the services that are its properties, by their paths. */
function methodsBelow(name, prefix) {
  const declaration = model.get(name);
  const found = new Map();
  const base =
    declaration.extendsTokenRange === undefined
      ? []
      : referencesIn(declaration, declaration.extendsTokenRange);
  for (const parent of base) merge(found, methodsBelow(parent, prefix));
  for (const member of declaration.members) {
    if (member.kind === 'Method')
      found.set(prefix + member.name, [...(found.get(prefix + member.name) ?? []), member]);
    if (member.kind !== 'Property') continue;
    const [type] = referencesIn(member, member.propertyTypeTokenRange);
    if (model.get(type)?.kind === 'Class') merge(found, methodsBelow(type, `${prefix}${member.name}.`));
  }
  return found;
}

function merge(target, source) {
  for (const [key, value] of source) target.set(key, value);
}

const code = (text) => `\`${text}\``;
const cell = (text) => text.replaceAll('|', String.raw`\|`);

const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;

function table(head, rows) {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Rows of a table of an interface's fields. */
function fieldRows(declaration) {
  return fieldsOf(model, declaration).map(({ name, optional, type, declaration: field }) => {
    const { text, tags } = commentOf(field);
    return [
      code(optional ? `${name}?` : name),
      code(type),
      [...text, ...(tags.defaultValue ?? [])].join(' '),
    ];
  });
}

/** What a declared type is: a table of its fields, or its definition. */
function definition(name) {
  const declaration = model.get(name);
  const { text } = commentOf(declaration);
  if (text.length === 0) problems.push(`${name} has no doc comment`);
  if (declaration.kind === 'Interface') {
    const rows = fieldRows(declaration);
    return [...text, ...(rows.length === 0 ? [] : [table(['', 'type', ''], rows)])];
  }
  if (declaration.kind === 'TypeAlias')
    return [...text, `${code(name)} is ${code(textOf(declaration, declaration.typeTokenRange))}.`];
  return text;
}

const section = (name) => [`## ${code(name)}`, ...definition(name)];

function unique(values) {
  return [...new Set(values)];
}

/** The declared types that the overloads take, in their order. */
function takenBy(overloads) {
  return unique(
    overloads.flatMap((overload) =>
      overload.parameters.flatMap((parameter) => referencesIn(overload, parameter.parameterTypeTokenRange)),
    ),
  );
}

function givenBy(overloads) {
  return unique(overloads.flatMap((overload) => referencesIn(overload, overload.returnTypeTokenRange)));
}

const link = (name) => `[${code(name)}](types.md#${name.toLowerCase()})`;

function requestsOf(name) {
  const rows = routes.filter(([, , names]) => names.includes(name));
  if (rows.length === 0) return [];
  const lines = rows.map(([route, since, , cases]) => [
    code(route),
    since,
    unique(cases.map((entry) => entry.split(': ')[0]))
      .map((file) => `[${file.replace('.test.ts', '')}](../../../conformance/${file})`)
      .join(' '),
  ]);
  return ['## Requests', table(['', 'since', 'proven by'], lines)];
}

/** The guide of each area, by the names of its methods; the first that fits counts. */
const areas = [
  [/^(?:metadefs|schemas)\.|^validateImage$|^getImageSchema$/, 'metadefs.md'],
  [/^cache\./, 'cache.md'],
  [/^tasks\.|^imageTasks$|^usage$|^versions$|^supports$/, 'tasks.md'],
  [/Server$/, 'snapshots.md'],
  [/Import|^importI|^stageImage$/, 'import.md'],
  [
    /[mM]ember|^shareImage$|^acceptImage$|^rejectImage$|Tags?$|^deactivateImage$|^reactivateImage$/,
    'members.md',
  ],
  [/[lL]ocation/, 'locations.md'],
  [/[sS]tore/, 'stores.md'],
  [/^cleanupImages$|^waitForImageDeletion$/, 'cleanup.md'],
  [/^upload/, 'upload.md'],
  [/^download/, 'download.md'],
  [/./, 'image.md'],
];

const titles = new Map(
  await Promise.all(
    areas.map(async ([, file]) => {
      const text = await readFile(path.join(guides, file), 'utf8');
      return [file, /^# (.*)$/m.exec(text)[1]];
    }),
  ),
);

function guideOf(name) {
  const [, file] = areas.find(([pattern]) => pattern.test(name));
  return `Guide: [${titles.get(file)}](../../guides/${file}).`;
}

function page(name, overloads) {
  const comments = overloads.map(commentOf);
  const { text, tags } = comments.find((comment) => comment.text.length > 0) ?? { text: [], tags: {} };
  if (text.length === 0) problems.push(`conn.image.${name} has no doc comment`);
  const given = givenBy(overloads).filter((type) => model.has(type));
  const types = takenBy(overloads).filter((type) => model.has(type));
  const signatures = overloads.map((overload) => textOf(overload));
  return [
    `# \`conn.image.${name}\``,
    ...text,
    `\`\`\`ts no-check\n${signatures.join('\n')}\n\`\`\``,
    ...types.flatMap(section),
    ...(given.length === 0 && tags.returns === undefined ? [] : ['## Gives']),
    ...(tags.returns ?? []).map((said) => said.replace(/^[a-z]/, (letter) => letter.toUpperCase())),
    ...(given.length === 0 ? [] : [`${given.map(link).join(', ')}.`]),
    ...(tags.throws === undefined ? [] : ['## Throws', ...tags.throws.map(asList)]),
    ...requestsOf(name),
    guideOf(name),
  ].join('\n\n');
}

/** The errors that a `@throws` names, one a line. */
function asList(text) {
  const marked = text.replaceAll(/(?<![`\w])[A-Z]\w+(?![`\w])/g, (word) =>
    model.get(word)?.kind === 'Class' ? code(word) : word,
  );
  return marked
    .split(/; (?=`)|(?<=\.) (?=With )/)
    .map((part) => `- ${part.replace(/\.?$/, '.')}`)
    .join('\n');
}

/** What the methods give, and all that this is made of. */
function typesPage(methods) {
  const wanted = [...methods.values()].flatMap((overloads) => givenBy(overloads));
  const seen = new Set();
  while (wanted.length > 0) {
    const name = wanted.pop();
    const declaration = model.get(name);
    if (seen.has(name) || declaration === undefined) continue;
    seen.add(name);
    if (declaration.kind === 'Interface')
      for (const { declaration: field } of fieldsOf(model, declaration))
        wanted.push(...referencesIn(field, field.propertyTypeTokenRange));
    if (declaration.kind === 'TypeAlias')
      wanted.push(...referencesIn(declaration, declaration.typeTokenRange));
  }
  const names = [...seen].sort((a, b) => (a < b ? -1 : 1));
  return ['# Types that methods give', ...names.flatMap(section)].join('\n\n');
}

function indexPage(methods) {
  const rows = [...methods].map(([name, overloads]) => {
    const first = overloads.map((overload) => commentOf(overload).text[0]).find(Boolean) ?? '';
    return [`[${code(name)}](${name}.md)`, /^.*?\.(?=\s|$)/.exec(first)?.[0] ?? first];
  });
  return [
    '# Methods of the Image service',
    'All that is below `conn.image`. Written by `node scripts/api-docs.mjs` from the doc comments.',
    table(['', ''], rows),
    'What they give: [types](types.md).',
  ].join('\n\n');
}

const byName = ([one], [other]) => (one < other ? -1 : 1);
const methods = new Map([...methodsBelow('ImageService', '')].sort(byName));
const pages = new Map(
  [
    ['README.md', indexPage(methods)],
    ['types.md', typesPage(methods)],
    ...[...methods].map(([name, overloads]) => [`${name}.md`, page(name, overloads)]),
  ].map(([file, text]) => [file, `${text}\n`]),
);
const there = await readdir(folder).catch(() => []);
if (process.argv.includes('--check')) {
  for (const [file, text] of pages)
    if ((await readFile(path.join(folder, file), 'utf8').catch(() => '')) !== text)
      problems.push(`docs/api/methods/${file} is out of date`);
  for (const file of there) if (!pages.has(file)) problems.push(`docs/api/methods/${file} is of no method`);
  if (problems.length > 0) problems.push('run node scripts/api-docs.mjs, or npm run check -- --update');
} else {
  await mkdir(folder, { recursive: true });
  for (const file of there) if (!pages.has(file)) await rm(path.join(folder, file));
  for (const [file, text] of pages) await writeFile(path.join(folder, file), text);
}
for (const problem of new Set(problems)) console.error(problem);
console.log(`${methods.size} methods, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
