// What the packages' type declarations and doc comments say, by API Extractor: for scripts/api-docs.mjs.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { root } from './run.mjs';

/** Reads what a package exports: a map from names to declarations, as they stand in an `.api.json`. */
export async function readModel(name) {
  const folder = path.join(root, 'packages', name);
  const file = path.join(folder, 'api-extractor.json');
  const model = path.join(folder, '.build/api', `${name}.api.json`);
  await mkdir(path.dirname(model), { recursive: true });
  const configObject = ExtractorConfig.loadFile(file);
  configObject.docModel = { enabled: true, apiJsonFilePath: model };
  configObject.apiReport = { ...configObject.apiReport, enabled: false };
  const config = ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: file,
    packageJsonFullPath: path.join(folder, 'package.json'),
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
    },
  });
  if (!succeeded) throw new Error(`API Extractor failed on ${name}`);
  const { members } = JSON.parse(await readFile(model, 'utf8'));
  return new Map(members[0].members.map((member) => [member.name, member]));
}

/** The text of a part of a declaration, on one line. */
export function textOf(declaration, { startIndex, endIndex } = {}) {
  return declaration.excerptTokens
    .slice(startIndex, endIndex)
    .map(({ text }) => text)
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The names of the package's own declarations that a part of a declaration refers to. */
export function referencesIn(declaration, { startIndex, endIndex } = {}) {
  return declaration.excerptTokens
    .slice(startIndex, endIndex)
    .filter(({ kind, canonicalReference }) => kind === 'Reference' && canonicalReference.startsWith('@ostk/'))
    .map(({ text }) => text);
}

/** A doc comment: its text, and what its tags say, by the names of the tags. */
export function commentOf({ docComment = '' }) {
  const text = docComment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/\s*$/, '')
    .replaceAll(/^ \* ?/gm, '')
    .replaceAll(/\{@link (\w+)[^}]*\}/g, '`$1`')
    .trim();
  const [body, ...tags] = text.split(/^@(?=\w+)/m);
  const named = {};
  for (const tag of tags) {
    const [, name, said] = /^(\w+)\s*([\s\S]*)$/.exec(tag);
    named[name] = [...(named[name] ?? []), paragraphs(said).join(' ')];
  }
  return { text: paragraphs(body), tags: named };
}

function paragraphs(text) {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}

/** The fields of an interface, those that it inherits included: `{ name, optional, type, declaration }`. */
export function fieldsOf(model, declaration) {
  const inherited = (declaration.extendsTokenRanges ?? []).flatMap((range) => {
    const [name] = referencesIn(declaration, range);
    const left = /^Omit<\w+, (.*)>$/.exec(textOf(declaration, range))?.[1] ?? '';
    const omitted = new Set([...left.matchAll(/'(\w+)'/g)].map(([, key]) => key));
    const base = model.get(name);
    return base === undefined ? [] : fieldsOf(model, base).filter((field) => !omitted.has(field.name));
  });
  const own = declaration.members
    .filter(({ kind }) => kind === 'PropertySignature')
    .map((member) => ({
      name: member.name,
      optional: member.isOptional,
      type: textOf(member, member.propertyTypeTokenRange),
      declaration: member,
    }));
  const names = new Set(own.map(({ name }) => name));
  return [...inherited.filter(({ name }) => !names.has(name)), ...own];
}
