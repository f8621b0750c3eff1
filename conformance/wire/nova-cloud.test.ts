import assert from 'node:assert/strict';

import { cloud, suite } from '../harness/cloud.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import { assertFault, noPolicy, nova, novaTest } from '../harness/servers.ts';

const demo = await cloud.session('demo');
const admin = await cloud.session('admin');

const common = [
  'maxTotalInstances',
  'maxTotalCores',
  'maxTotalRAMSize',
  'maxServerMeta',
  'maxTotalKeypairs',
  'maxServerGroups',
  'maxServerGroupMembers',
  'totalRAMUsed',
  'totalCoresUsed',
  'totalInstancesUsed',
  'totalServerGroupsUsed',
];

/** The names of all limits in a microversion. */
async function told(version: string): Promise<readonly string[]> {
  const { json } = await nova(demo, 'GET', '/limits', { version });
  return Object.keys(Object(at(json, 'limits', 'absolute')));
}

suite('Nova: the cloud as a whole', () => {
  const gone = [
    ['2.35', ['maxTotalFloatingIps', 'maxSecurityGroups', 'maxSecurityGroupRules']],
    ['2.38', ['maxImageMeta']],
    ['2.56', ['maxPersonality', 'maxPersonalitySize']],
  ] as const;
  for (const [version, names] of gone) {
    novaTest(`${names.join(', ')}: told until ${version}`, async () => {
      const later = `2.${Number(version.slice(2)) + 1}`;
      const [before, after] = [await told(version), await told(later)];
      assert.deepEqual(
        before.filter((name) => !after.includes(name)).filter((name) => name.startsWith('max')),
        names,
      );
    });
  }

  novaTest('limits in the newest microversion', async () => {
    const { json } = await nova(demo, 'GET', '/limits', { version: 'latest' });
    assert.deepEqual(await told('latest'), common);
    assert.deepEqual(at(json, 'limits', 'rate'), []);
  });

  novaTest('there is one availability zone; its hosts are told to admins', async () => {
    const answer = await nova(demo, 'GET', '/os-availability-zone');
    const zone = { zoneName: 'nova', zoneState: { available: true }, hosts: null };
    assert.deepEqual(answer.json, { availabilityZoneInfo: [zone] });
    const refused = await nova(demo, 'GET', '/os-availability-zone/detail');
    assertFault(refused, 403, noPolicy('os-availability-zone:detail'));
    const detail = await nova(admin, 'GET', '/os-availability-zone/detail');
    const names = listAt(detail.json, 'availabilityZoneInfo').map((each) => stringAt(each, 'zoneName'));
    assert.deepEqual(names, ['internal', 'nova']);
  });

  novaTest('services are told to admins', async () => {
    assertFault(await nova(demo, 'GET', '/os-services'), 403, noPolicy('os-services:list'));
    const { json } = await nova(admin, 'GET', '/os-services?binary=nova-compute', { version: '2.53' });
    const [service] = listAt(json, 'services');
    assert.deepEqual(
      [at(service, 'binary'), at(service, 'zone'), at(service, 'status'), at(service, 'state')],
      ['nova-compute', 'nova', 'enabled', 'up'],
    );
    assert.match(stringAt(service, 'id'), /^[0-9a-f-]{36}$/);
  });
});
