import assert from 'node:assert/strict';
import { test } from 'node:test';
import { version } from '@ostk/cli';
import { createRequire } from 'node:module';
import { commands } from '#src/registry.js';
import { ostk } from './support/ostk.ts';

void test('--version shows the version of the package', async () => {
  const manifest: unknown = createRequire(import.meta.url)('@ostk/cli/package.json');
  assert.ok(typeof manifest === 'object' && manifest !== null && 'version' in manifest);
  assert.equal(version, manifest.version);
  const { code, stdout, stderr } = await ostk(['--version']);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: `ostk ${version}\n`, stderr: '' });
});

void test('--help lists every command and the global options', async () => {
  for (const argv of [['--help'], ['-h'], ['help']]) {
    const { code, stdout, stderr } = await ostk(argv);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(stdout, /^ {2}image metadef … +Metadata definitions/m);
    for (const [name, { summary }] of Object.entries(commands)) {
      if (name.startsWith('image metadef ')) continue;
      assert.match(stdout, new RegExp(`^ {2}${name} +${summary}$`, 'm'));
    }
    assert.match(stdout, /--os-cloud <name>/);
    assert.ok(stdout.split('\n').every((line) => line.length <= 80));
  }
});

void test('the help of a group lists its commands', async () => {
  for (const asked of [
    ['image', '--help'],
    ['image', 'help'],
  ]) {
    const { code, stdout } = await ostk(asked);
    assert.equal(code, 0);
    assert.match(stdout, /^ {2}image save /m);
    assert.doesNotMatch(stdout, /token issue/);
  }
});

for (const name of Object.keys(commands)) {
  void test(`${name} --help shows its usage and options`, async () => {
    for (const argv of [
      [...name.split(' '), '--help'],
      ['help', ...name.split(' ')],
    ]) {
      const { code, stdout, stderr } = await ostk(argv);
      assert.equal(code, 0);
      assert.equal(stderr, '');
      assert.match(stdout, new RegExp(`^Usage: ostk ${name}\\b`));
      assert.doesNotMatch(stdout, /--os-password/);
      if (/list|show|create|issue/.test(name)) assert.match(stdout, /-f, --format <name>/);
    }
  });
}

const mistakes: readonly (readonly [argv: readonly string[], line: RegExp])[] = [
  [['imgae', 'list'], /^ostk: there is no command imgae; did you mean image\? See ostk --help$/],
  [
    ['image', 'lsit'],
    /^ostk image: there is no command image lsit; did you mean image list\? See ostk image --help$/,
  ],
  [
    ['image', 'frobnicate'],
    /^ostk image: there is no command image frobnicate; there are add, cache, cleanup, create, /,
  ],
  [['--os-clod', 'x', 'image', 'list'], /^ostk: unknown option '--os-clod'; did you mean --os-cloud\?/],
  [['image', 'list', '--lnog'], /^ostk image list: unknown option '--lnog'; did you mean --long\?/],
  [
    ['image', 'list', '--os-clod=x'],
    /^ostk image list: unknown option '--os-clod.*did you mean --os-cloud\?/,
  ],
  [['image', 'list', '--name'], /^ostk image list: option '--name <name>' argument missing; see/],
  [['image', 'list', 'extra'], /^ostk image list: too many arguments: 1, not 0; one that has spaces/],
  [['image', 'rm', 'x'], /did you mean image delete\?/],
  [['image', 'download', 'x'], /did you mean image save\?/],
  [['image', 'ls'], /did you mean image list\?/],
  [['image', 'member', 'ls'], /did you mean image member list\?/],
  [['list'], /^ostk: there is no command list; did you mean image list\?/],
  [['upload', 'x'], /did you mean image upload\?/],
  [['rm', 'x'], /did you mean image delete\?/],
  [
    ['-f', 'json', 'image', 'list'],
    /^ostk: unknown option '-f'; a command's own options come after its name;/,
  ],
  [['--verison'], /did you mean --version\?/],
  [['-V'], /^ostk: unknown option '-V'/],
  [['--os-cloud'], /^ostk: option '--os-cloud <name>' argument missing; see ostk --help$/],
  [['image', '--os-cloud'], /^ostk image: option '--os-cloud <name>' argument missing/],
  [['image', 'list', '-f', 'yml'], /yml is none of csv, json, table, value, yaml; did you mean yaml\?/],
  [['image', 'show'], /^ostk image show: missing required argument 'image'; see ostk image show --help$/],
  [['image', 'delete'], /^ostk image delete: missing required argument 'image'/],
  [['image', 'list', '-f', 'shell'], /--format: shell is none of csv, json, table, value, yaml/],
  [['image', 'show', 'x', '-f', 'csv'], /--format: csv is none of json, shell, table, value, yaml/],
  [['image', 'list', '--limit', '0'], /--limit: 0 is not a whole number of at least 1/],
  [['image', 'create', 'x', '--min-disk', '1.5'], /--min-disk: 1\.5 is not a whole number/],
  [['image', 'list', '--public', '--all'], /--public and --all exclude each other/],
  [['image', 'create', 'x', '--property', 'novalue'], /--property: novalue is not of the form key=value/],
  [['image', 'create', 'x', '--property', '=v'], /--property: =v is not of the form key=value/],
  [['image', 'set', 'x', '--property', 'visibility=public'], /visibility is not a property; use --public/],
  [['image', 'create', 'x', '--size', '3'], /--size goes with --file - only/],
  [['image', 'list', '--sort', 'size:up'], /--sort: up is neither asc nor desc/],
  [['image', 'list', '--sort', 'siez'], /cannot be sorted by siez.*did you mean size\?/],
];

for (const [argv, line] of mistakes) {
  void test(`ostk ${argv.join(' ')}: exit code 2 and one line`, async () => {
    const { code, stdout, stderr } = await ostk(argv);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr.trimEnd(), line);
    assert.equal(stderr.split('\n').length, 2);
  });
}
