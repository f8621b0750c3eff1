import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ostk } from './support/ostk.ts';

const wrong: readonly (readonly [argv: string, line: RegExp])[] = [
  [
    'image import x --method web-download',
    /^ostk image import: --uri is missing: --method web-download needs it; see /,
  ],
  ['image import x --uri http://y', /--uri goes with --method web-download only/],
  ['image import x --method glance-download --remote-region r', /--remote-image is missing/],
  ['image import x --method copy-image', /--method copy-image needs --store or --all-stores/],
  ['image create x --from ftp://host/x --wait', /--from must be an http: or https: URL; --file is for files/],
  ['image import x --store a --all-stores', /--store and --all-stores exclude each other/],
  ['image import x --disallow-failure', /go with --store or --all-stores/],
  ['image import x --method web-downlaod', /--method: web-downlaod is none of glance-direct, /],
  ['image task list --sort-key ststus', /tasks cannot be sorted by ststus, .*did you mean status\?/],
  ['image metadef namespace unset x', /--tag or --all-tags is missing/],
  ['image metadef object create x', /--namespace is missing/],
  ['image metadef object delete x', /either names or --all must be given/],
  ['image metadef property create x --name n', /are all needed/],
  ['image metadef property set x p --schema {', /--schema is not JSON/],
  ['image metadef property set x p --schema []', /--schema must be a JSON object/],
  [
    'application credential create x --expiration tomorrow',
    /tomorrow is not of the form YYYY-MM-DDThh:mm:ss/,
  ],
];

for (const [argv, line] of wrong) {
  void test(`ostk ${argv}: exit code 2 and why`, async () => {
    const { code, stdout, stderr } = await ostk([
      ...argv.split(' '),
      '--os-auth-url=http://127.0.0.1:9/v3',
      '--os-username=u',
      '--os-password=p',
    ]);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, line);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  });
}

void test('the value of an option is not taken for a word of the name of a command', async () => {
  const { stderr } = await ostk(['image', 'import', '--uri', 'info', 'x']);
  assert.match(stderr, /^ostk image import: --uri goes with --method web-download only/);
});
