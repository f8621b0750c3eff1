import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConfigError } from '@ostk/sdk';
import * as fc from 'fast-check';

import { explain } from '#src/config/explain.js';
import { resolveLayers } from '#src/config/resolve.js';
import { toSelection } from '#src/connect-options.js';
import { nodePlatform } from '#src/platform/node/index.js';

/** What a file of this text resolves to: nothing is written, only its text is read. */
async function resolveText(
  text: string,
  cloud: string | undefined,
  secure: string | undefined,
): Promise<void> {
  const files = { '/c/clouds.yaml': text, ...(secure !== undefined && { '/c/secure.yaml': secure }) };
  const texts = new Map(Object.entries(files));
  const platform = {
    ...nodePlatform,
    files: {
      ...nodePlatform.files,
      stat: (path: string) => {
        const own = texts.get(path);
        return Promise.resolve(own === undefined ? undefined : { kind: 'file' as const, size: own.length });
      },
      readText: (path: string) => Promise.resolve(texts.get(path)),
    },
    environment: () => ({
      variables: {},
      workingDirectory: '/c',
      configDirectories: ['/c'],
      expandHome: (path: string) => path,
    }),
  };
  const resolved = await resolveLayers(platform, toSelection({ cloud }));
  JSON.stringify(explain(resolved));
}

/** A configuration or a ConfigError of one line that names a file; nothing else may come of any text. */
async function assertTyped(text: string, cloud?: string, secure?: string): Promise<void> {
  try {
    await resolveText(text, cloud, secure);
  } catch (error) {
    assert(error instanceof ConfigError, `${String(error)} for ${JSON.stringify(text)}`);
    assert.match(error.message, /\/c\/(?:clouds|secure)\.yaml(?::\d+:\d+)?|^cloud |\(the default\)/);
  }
}

/** Whether a message of an error about the content of a file tells line and column. */
async function assertPlaced(text: string): Promise<void> {
  try {
    await resolveText(text, 'here', undefined);
  } catch (error) {
    assert(error instanceof ConfigError, String(error));
    assert.match(error.message, /\/c\/clouds\.yaml:\d+:\d+|there is no cloud here/);
  }
}

const words = fc.constantFrom(
  ...'clouds here auth auth_url http://k regions region_name name values profile auro interface verify'.split(
    ' ',
  ),
  ...'cacert image_endpoint_override api_timeout auth_type password __proto__ constructor toString'.split(
    ' ',
  ),
  ...'<< *a &a  !!str ~ null true -1 1e999'.split(' '),
);
const marks = fc.constantFrom(
  ...': ? - [ ] { } , " \' # @ ` | > %YAML --- ... &a *a'.split(' ').flatMap((mark) => [mark, `${mark} `]),
  '\n',
  '\n  ',
  '\n    ',
  '|\n',
  '>-\n',
  ' ',
  '\t',
  '\r\n',
  '\uFEFF',
  '\u0000',
  '\u2028',
);

test('any text is a configuration or an error that names the file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => assertTyped(text)),
    { numRuns: 200 },
  );
});

test('text made of the words and marks of configurations is one, or an error that names the file', async () => {
  const soup = fc.array(fc.oneof(words, marks), { maxLength: 60 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(soup, soup, async (text, secure) => {
      await assertTyped(text);
      await assertTyped(`clouds: {here: {auth: {auth_url: "http://k"}}}`, 'here', secure);
      await assertPlaced(`clouds:\n  here:\n    auth: {auth_url: "http://k"}\n    ${text}\n`);
    }),
    { numRuns: 300 },
  );
});

const settings = fc.letrec<{ value: unknown; map: Readonly<Record<string, unknown>> }>((tie) => ({
  map: fc.dictionary(fc.oneof(words, fc.string({ maxLength: 5 })), tie('value'), { maxKeys: 6 }),
  value: fc.oneof(
    { maxDepth: 5 },
    words,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('map'),
  ),
}));

test('any structure of settings is a configuration or an error with its place', async () => {
  await fc.assert(
    fc.asyncProperty(settings.map, settings.map, async (cloud, auth) => {
      const entry = { auth: { auth_url: 'http://k', ...auth }, ...cloud };
      await assertPlaced(JSON.stringify({ clouds: { here: entry } }, undefined, 1));
      await assertTyped(
        JSON.stringify({ clouds: { here: cloud } }),
        'here',
        JSON.stringify({ clouds: { here: auth } }),
      );
      await assertTyped(JSON.stringify(cloud));
    }),
    { numRuns: 300 },
  );
});

/** Anchors and aliases in any order: what they stand for may nest, repeat and refer to what is not there. */
const aliases = fc
  .array(fc.tuple(fc.nat(8), fc.array(fc.nat(8), { maxLength: 4 }), fc.boolean()), { maxLength: 30 })
  .map((lines) =>
    lines
      .map(([anchor, targets, merges], index) => {
        const list = targets.map((target) => `*x${target}`);
        const body = merges ? `{<<: [${list.join(', ')}], k${index}: v}` : `[${list.join(', ')}]`;
        return `k${index}: &x${anchor} ${body}`;
      })
      .join('\n'),
  );

test('anchors and aliases in any order are a configuration or an error with its place', async () => {
  await fc.assert(
    fc.asyncProperty(aliases, async (text) => {
      await assertTyped(`${text}\nclouds: {here: {auth: {auth_url: "http://k"}}}`, 'here');
    }),
    { numRuns: 300 },
  );
});

test('laughs in both files at once are told, not merged without end', async () => {
  const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} {x: *l${i}, y: *l${i}}`).join(
    '\n',
  );
  const text = `l0: &l0 {x: 1}\n${levels}\nclouds: {here: {auth: {auth_url: "http://k"}, a: *l30}}\n`;
  await assert.rejects(resolveText(text, 'here', text), {
    name: 'ConfigError',
    message: /^\/c\/clouds\.yaml:\d+:\d+: more than 500000 values/,
  });
});

for (const [what, text] of [
  ['commas', `clouds: {here: {auth: [${'x, '.repeat(100_000)}]}}`],
  ['quotes', '"'.repeat(50_000)],
  ['garbage', '}{][,:&*!|>%@`"\''.repeat(5000)],
  ['keys', `clouds: {here: {\n${Array.from({ length: 20_000 }, (_, i) => `k${i}: v`).join(',\n')}\n}}`],
  ['empty lines', '\n'.repeat(300_000)],
  ['one very long line', `clouds: {here: {auth: {auth_url: "http://${'k'.repeat(900_000)}"}}}`],
] as const) {
  test(`a file full of ${what} is a configuration or an error`, { timeout: 120_000 }, async () => {
    await assertTyped(text, 'here');
  });
}
