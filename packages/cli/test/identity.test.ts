import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, ostk as run, parseObject, words } from './support/ostk.ts';

void test('an application credential is created, shown, used and deleted', async (t) => {
  const { ok, ostk, cloud } = await bench(t);
  const created = parseObject(
    await ok(['application', 'credential', 'create', 'ci', '--description', 'for CI', '-f', 'json']),
  );
  const { id, secret } = created;
  assert.ok(typeof id === 'string' && typeof secret === 'string');
  assert.equal(created['description'], 'for CI');
  assert.equal(created['unrestricted'], false);
  const shown = parseObject(await ok(['application', 'credential', 'show', 'ci', '-f', 'json']));
  assert.equal(shown['id'], id);
  assert.equal('secret' in shown, false);
  assert.match(await ok(['application', 'credential', 'list', '-f', 'value', '-c', 'Name']), /^ci$/m);
  assert.equal(await ok(words('application credential list --user demo -f value')), '');
  const asCredential = [
    `--os-auth-url=${cloud.authUrl}`,
    '--os-auth-type=v3applicationcredential',
    `--os-application-credential-id=${id}`,
    `--os-application-credential-secret=${secret}`,
  ];
  assert.equal((await run([...asCredential, 'image', 'list'])).code, 0);
  await ok(['application', 'credential', 'delete', 'ci']);
  assert.equal((await run([...asCredential, 'image', 'list'])).code, 1);
  const gone = await ostk(['application', 'credential', 'delete', id]);
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /no application credential found/);
});

void test('project list and show, also for who may see only the own ones', async (t) => {
  const { ok, as } = await bench(t);
  const all = (await ok(['project', 'list', '-f', 'value', '-c', 'Name'])).split('\n');
  assert.ok(all.includes('admin') && all.includes('demo'));
  assert.equal((await as('demo', ['project', 'list', '-f', 'value', '-c', 'Name'])).stdout, 'demo\n');
  const demo = parseObject(await ok(['project', 'show', 'demo', '-f', 'json']));
  assert.equal(demo['name'], 'demo');
  assert.equal('links' in demo, false);
});

void test('project list by domain, parent, user and tags; sorted; project show with what is around it', async (t) => {
  const { ok, ostk, as } = await bench(t);
  const names = async (...options: readonly string[]): Promise<readonly string[]> =>
    (await ok(['project', 'list', '-f', 'value', '-c', 'Name', ...options])).split('\n').filter(Boolean);
  const sorted = [...(await names())].sort();
  assert.ok(sorted.includes('admin') && sorted.includes('demo'));
  assert.deepEqual(await names('--domain', 'Default', '--sort', 'name'), sorted);
  assert.deepEqual(await names('--sort', 'domain_id,name:desc'), sorted.toReversed());
  assert.deepEqual(await names('--parent', 'default', '--sort', 'name'), sorted);
  assert.deepEqual(await names('--user', 'demo'), ['demo']);
  assert.deepEqual(await names('--user', 'demo', '--tags', 'a'), []);
  assert.deepEqual(await names('--tags-any', 'a,b'), []);
  assert.deepEqual(await names('--not-tags', 'a', '--not-tags-any', 'b', '--sort', 'name'), sorted);
  assert.match((await ostk(words('project list --domain nowhere'))).stderr, /no domain found for nowhere/);
  assert.match((await ostk(words('project list --user nobody'))).stderr, /no user found for nobody/);
  assert.equal((await ostk(words('project list --sort colour'))).code, 2);
  assert.equal((await as('demo', words('project list --user admin'))).code, 1);

  const shown = parseObject(await ok(words('project show demo --parents --children -f json')));
  assert.deepEqual([shown['parents'], shown['subtree']], [{ default: null }, null]);
});

void test('versions show, catalog show and configuration show', async (t) => {
  const { ok, ostk } = await bench(t);
  assert.match(await ok(['versions', 'show', '-f', 'csv']), /^"RegionOne","identity","3\.\d+","CURRENT",/m);
  assert.equal(await ok(['catalog', 'show', 'image', '-f', 'value', '-c', 'type']), 'image');
  const none = await ostk(['catalog', 'show', 'imag']);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /no service imag in the catalog; .*did you mean image\?/);
  const configuration = await ok(['configuration', 'show', '-f', 'json']);
  assert.equal(parseObject(configuration)['auth.username'], 'admin');
  assert.equal(parseObject(configuration)['auth.password'], '***');
  assert.doesNotMatch(configuration, /secret/);
  const unmasked = await ok(['configuration', 'show', '--unmask', '-f', 'json']);
  assert.deepEqual(parseObject(unmasked), { ...parseObject(configuration), 'auth.password': 'secret' });
});

void test('versions show of other interfaces and regions; of a service that is down', async (t) => {
  const { ok, ostk, cloud } = await bench(t);
  const show = async (...options: readonly string[]): Promise<readonly string[]> =>
    (await ok(['versions', 'show', '-f', 'csv', ...options])).split('\n').slice(1);
  const shown = await show();
  assert.deepEqual(await show('--interface', 'internal', '--region-name', 'RegionOne'), shown);
  assert.equal((await show('--all-interfaces')).length, 3 * shown.length);
  assert.deepEqual(await show('--region-name', 'Elsewhere'), []);
  const current = await show('--service', 'image', '--status', 'current');
  assert.match(current.join(''), /^"RegionOne","image","2\.\d+","CURRENT",/);
  assert.equal((await ostk(words('versions show --interface admin --all-interfaces'))).code, 2);

  cloud.faults.add({ on: 'GET /', do: 'status', status: 200, body: '{}', times: 1 });
  const rest = await ostk(['versions', 'show']);
  assert.equal(rest.code, 0);
  assert.match(rest.stderr, /^ostk versions show: the \w+ endpoint \S+ answered 200 .*\n$/);
  cloud.faults.add({ on: 'GET /', do: 'status', status: 200, body: '{}' });
  assert.equal((await ostk(['versions', 'show'])).code, 1);
});
