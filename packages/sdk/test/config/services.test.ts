import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CloudConfig } from '@ostk/sdk';

import { passwordAuth, resolveCloudOf } from './support/world.ts';

type Context = Parameters<typeof resolveCloudOf>[0];

async function resolve(t: Context, lines: string): Promise<CloudConfig> {
  return resolveCloudOf(t, `${passwordAuth}${lines}`);
}

test('what is set for a service is for that service only', async (t) => {
  const { services } = await resolve(
    t,
    `region_name: One
interface: internal
image_region_name: Two
image_interface: [admin, publicURL]
image_service_type: images
image_service_name: glance
image_connect_retries: 2
image_status_code_retries: 0
image_endpoint_override: http://i`,
  );
  assert.deepEqual(services.image, {
    endpointOverride: 'http://i',
    regionName: 'Two',
    interfaces: ['admin', 'public'],
    serviceType: 'images',
    serviceName: 'glance',
    defaultMicroversion: undefined,
    connectRetries: 2,
    statusCodeRetries: 0,
  });
  assert.deepEqual(services.compute, {
    endpointOverride: undefined,
    regionName: 'One',
    interfaces: ['internal'],
    serviceType: 'compute',
    serviceName: undefined,
    defaultMicroversion: undefined,
    connectRetries: undefined,
    statusCodeRetries: undefined,
  });
});

test('retries without a service are for each', async (t) => {
  const { services } = await resolve(
    t,
    'connect_retries: 1\nstatus_code_retries: 7\ncompute_connect_retries: 3',
  );
  assert.equal(services.image.connectRetries, 1);
  assert.equal(services.image.statusCodeRetries, 7);
  assert.equal(services.compute.connectRetries, 3);
});

for (const line of ['connect_retries: many', 'image_status_code_retries: -1', 'connect_retries: 1.5']) {
  test(`${line} is an error with its place`, async (t) => {
    await assert.rejects(resolve(t, line), {
      name: 'ConfigError',
      message: new RegExp(
        `^cloud here: ${line.split(':')[0] ?? ''} must be a number of retries, not .*:10:\\d+\\)$`,
      ),
    });
  });
}

test('endpoint_type is the old name of interface, for services as well', async (t) => {
  const { services } = await resolve(t, 'endpoint_type: internalURL\nimage_endpoint_type: adminURL');
  assert.deepEqual(services.compute.interfaces, ['internal']);
  assert.deepEqual(services.image.interfaces, ['admin']);
});

test('keys may be written with hyphens', async (t) => {
  const { services } = await resolve(t, 'image-endpoint-override: http://i\nregion-name: One');
  assert.equal(services.image.endpointOverride, 'http://i');
  assert.equal(services.image.regionName, 'One');
});

test('{region_name} in an override is the region of the service', async (t) => {
  const { services } = await resolve(
    t,
    'region_name: One\nimage_region_name: Two\nimage_endpoint_override: "https://{region_name}.example/"',
  );
  assert.equal(services.image.endpointOverride, 'https://Two.example/');
});

test('compute_default_microversion is the microversion of requests that name none', async (t) => {
  assert.equal(
    (await resolve(t, 'compute_default_microversion: 2.79')).services.compute.defaultMicroversion,
    '2.79',
  );
  assert.equal(
    (await resolve(t, 'compute_default_microversion: 2.10')).services.compute.defaultMicroversion,
    '2.10',
  );
  await assert.rejects(resolve(t, 'compute_default_microversion: newest'), {
    name: 'ConfigError',
    message: /must be a microversion such as 2\.87, not newest/,
  });
});

for (const [lines, expected] of [
  ['compute_api_version: 2', undefined],
  ['compute_api_version: 2.0', undefined],
  ['compute_api_version: 2.87', '2.87'],
  ['compute_api_version: v2.1', '2.1'],
  ['compute_api_version: 2.87\ncompute_default_microversion: 2.87', '2.87'],
  ['image_api_version: 2.9', undefined],
] as const) {
  test(`${lines.replaceAll('\n', ', ')} makes the microversion ${expected ?? 'none'}`, async (t) => {
    const config = await resolve(t, lines);
    assert.equal(config.services.compute.defaultMicroversion, expected);
    assert.deepEqual(config.warnings, []);
  });
}

test('two microversions at once are an error', async (t) => {
  await assert.rejects(resolve(t, 'compute_api_version: 2.87\ncompute_default_microversion: 2.90'), {
    name: 'ConfigError',
    message: /compute_api_version asks for microversion 2\.87, but compute_default_microversion for 2\.90/,
  });
});

for (const line of ['identity_api_version: 2.0', 'image_api_version: 1', 'image_api_version: latest']) {
  test(`${line} is warned of: it has no effect`, async (t) => {
    const { warnings } = await resolve(t, line);
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['setting-ignored'],
    );
  });
}
