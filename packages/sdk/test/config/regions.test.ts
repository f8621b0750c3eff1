import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resolveCloudOf } from './support/world.ts';

const auth = 'auth: {auth_url: "http://k", username: u, password: p}\n';
const listed = `${auth}regions:
  - One
  - name: Two
    values:
      interface: internal
      image_endpoint_override: http://two.example
      auth: {auth_url: "http://two", project_id: p2}
`;

test('one region_name is the region', async (t) => {
  assert.equal((await resolveCloudOf(t, `${auth}region_name: One`)).regionName, 'One');
});

test('another region may be asked for than the one of the file', async (t) => {
  const world = { options: { regionName: 'Two' } };
  assert.equal((await resolveCloudOf(t, `${auth}region_name: One`, world)).regionName, 'Two');
});

test('without any region none is chosen', async (t) => {
  assert.equal((await resolveCloudOf(t, auth)).regionName, undefined);
});

test('an empty region_name is none', async (t) => {
  assert.equal((await resolveCloudOf(t, `${auth}region_name:`)).regionName, undefined);
});

test('of a list of regions the first is taken', async (t) => {
  const config = await resolveCloudOf(t, listed);
  assert.equal(config.regionName, 'One');
  assert.deepEqual(config.interfaces, ['public']);
});

test('a region has values of its own', async (t) => {
  const config = await resolveCloudOf(t, listed, { options: { regionName: 'Two' } });
  assert.equal(config.regionName, 'Two');
  assert.deepEqual(config.interfaces, ['internal']);
  assert.equal(config.endpointOverrides.image, 'http://two.example');
});

test('the auth of a region is merged into that of the cloud', async (t) => {
  const config = await resolveCloudOf(t, listed, { options: { regionName: 'Two' } });
  assert.equal(config.auth.authUrl, 'http://two');
  assert.equal(config.auth.projectId, 'p2');
  assert.equal(config.auth.username, 'u');
  assert.equal(config.auth.password?.reveal(), 'p');
});

test('options win over the values of a region', async (t) => {
  const options = { regionName: 'Two', interface: 'admin', auth: { projectId: 'p3' } } as const;
  const config = await resolveCloudOf(t, listed, { options });
  assert.deepEqual(config.interfaces, ['admin']);
  assert.equal(config.auth.projectId, 'p3');
  assert.equal(config.auth.authUrl, 'http://two');
});

test('region_name chooses from the list', async (t) => {
  assert.equal((await resolveCloudOf(t, `${listed}region_name: Two`)).auth.authUrl, 'http://two');
});

test('a region that is not in the list is an error that shows the list', async (t) => {
  await assert.rejects(resolveCloudOf(t, listed, { options: { regionName: 'Three' } }), {
    name: 'ConfigError',
    message: /^cloud here: regions lists One, Two; there is no region Three \(.*clouds\.yaml:5:7\)$/,
  });
});

test('an entry of the list that is neither name nor mapping with a name is an error', async (t) => {
  const entry = `${auth}regions: [{values: {interface: admin}}]`;
  await assert.rejects(resolveCloudOf(t, entry), {
    name: 'ConfigError',
    message: /regions must be a list of names, or of mappings/,
  });
});

test('{region_name} in auth_url is the region', async (t) => {
  const entry = 'auth: {auth_url: "https://{region_name}.example/{region_name}/v3"}\nregion_name: One';
  assert.equal((await resolveCloudOf(t, entry)).auth.authUrl, 'https://One.example/One/v3');
  const other = await resolveCloudOf(t, entry, { options: { regionName: 'Two' } });
  assert.equal(other.auth.authUrl, 'https://Two.example/Two/v3');
});

test('{region_name} without a region is an error', async (t) => {
  await assert.rejects(resolveCloudOf(t, 'auth: {auth_url: "https://{region_name}.example"}'), {
    name: 'ConfigError',
    message:
      /^cloud here: auth_url names \{region_name\}, but no region_name is given \(.*clouds\.yaml:3:\d+\)$/,
  });
});

test('image_region_name is the region of the Image service', async (t) => {
  const config = await resolveCloudOf(t, `${auth}region_name: One\nimage_region_name: Two`);
  assert.equal(config.regionName, 'One');
  assert.equal(config.services.image.regionName, 'Two');
  assert.equal(config.services.identity.regionName, 'One');
});
