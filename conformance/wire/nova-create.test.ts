import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { createActiveImage, createImage } from '../harness/images.ts';
import type { Json } from '../harness/json.ts';
import { at, stringAt } from '../harness/json.ts';
import {
  assertFault,
  deleteServerAfter,
  lacksNova,
  nanoFlavor,
  noPolicy,
  nova,
  novaTest,
  postServer,
  settled,
} from '../harness/servers.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const root = (demo.computeUrl ?? '').replace(/\/v2\.1$/, '');
const good = lacksNova === false ? await createActiveImage(file, demo, 'a disk') : '';
const nobody = randomUUID();

suite('Nova: creating servers', () => {
  novaTest('the answer tells the id, a password and where to look', async () => {
    const answer = await postServer(demo, { imageRef: good });
    assert.equal(answer.status, 202, answer.text);
    const id = deleteServerAfter(file, stringAt(answer.json, 'server', 'id'));
    assert.equal(answer.headers['location'], `${demo.computeUrl}/servers/${id}`);
    const password = stringAt(answer.json, 'server', 'adminPass');
    assert.match(password, /^[A-Za-z0-9]{12}$/);
    assert.deepEqual(at(answer.json, 'server'), {
      id,
      links: [
        { rel: 'self', href: `${demo.computeUrl}/servers/${id}` },
        { rel: 'bookmark', href: `${root}/servers/${id}` },
      ],
      'OS-DCF:diskConfig': 'MANUAL',
      security_groups: [{ name: 'default' }],
      adminPass: password,
    });
    const server = await settled(demo, id);
    assert.deepEqual([at(server, 'status'), at(server, 'OS-EXT-STS:power_state')], ['ACTIVE', 1]);
  });

  const refused: readonly (readonly [string, Readonly<Record<string, Json>>, string])[] = [
    ['no image', {}, 'Missing imageRef attribute'],
    ['an empty image', { imageRef: '' }, 'Missing imageRef attribute'],
    ['an image that is not there', { imageRef: nobody }, 'Can not find requested image'],
    [
      'an image that is no id',
      { imageRef: 'xx' },
      "Invalid input for field/attribute imageRef. Value: xx. 'xx' is not valid under any of the given schemas",
    ],
    [
      'a flavor that is not there',
      { imageRef: good, flavorRef: 'nobody' },
      'Flavor nobody could not be found.',
    ],
    ['a key that is not there', { imageRef: good, key_name: 'nobody' }, 'Invalid key_name provided.'],
    [
      'a security group that is not there',
      { imageRef: good, security_groups: [{ name: 'nobody' }] },
      "Unable to find security_group with name or id 'nobody'",
    ],
    [
      'a network that is not there',
      { imageRef: good, networks: [{ uuid: nobody }] },
      `Network ${nobody} could not be found.`,
    ],
    [
      'a wrong word for the networks',
      { imageRef: good, networks: 'all' },
      "Invalid input for field/attribute networks. Value: all. 'all' is not valid under any of the given schemas",
    ],
    [
      'an empty name',
      { imageRef: good, name: '' },
      "Invalid input for field/attribute name. Value: . '' is too short",
    ],
    [
      'a blank before the name',
      { imageRef: good, name: ' x' },
      "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.",
    ],
    [
      'metadata that are no text',
      { imageRef: good, metadata: { a: 1 } },
      "Invalid input for field/attribute a. Value: 1. 1 is not of type 'string'",
    ],
    [
      'fewer at most than at least',
      { imageRef: good, min_count: 2, max_count: 1 },
      'min_count must be <= max_count',
    ],
    [
      'none at all',
      { imageRef: good, min_count: 0 },
      'Invalid input for field/attribute min_count. Value: 0. 0 is less than the minimum of 1',
    ],
  ];
  for (const [title, wanted, message] of refused) {
    novaTest(`${title} is a 400`, async () => {
      assertFault(await postServer(demo, wanted), 400, message);
    });
  }

  novaTest('an image without data is a 400', async (t) => {
    const queued = await createImage(t, demo);
    assertFault(await postServer(demo, { imageRef: queued }), 400, `Image ${queued} is not active.`);
  });

  novaTest('an image of others is not there', async () => {
    assertFault(await postServer(alt, { imageRef: good }), 400, 'Can not find requested image');
  });

  novaTest('an image that wants more than the flavor has is a 400', async (t) => {
    const ram = await createActiveImage(t, demo, 'a disk', { min_ram: 65 });
    const memory = "Flavor's memory is too small for requested image.";
    assertFault(await postServer(demo, { imageRef: ram }), 400, memory);
    const disk = await createActiveImage(t, demo, 'a disk', { min_disk: 2 });
    const small =
      "Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is 1073741824 bytes, minimum size is 2147483648 bytes.";
    assertFault(await postServer(demo, { imageRef: disk }), 400, small);
  });

  novaTest('only admins say which host it is to be on', async () => {
    const forced = await postServer(demo, { imageRef: good, availability_zone: 'nova:somewhere' });
    assertFault(forced, 403, noPolicy('servers:create:forced_host'));
    const asked = await postServer(demo, { imageRef: good, host: 'somewhere' }, '2.74');
    const rule = 'compute:servers:create:requested_destination';
    assertFault(asked, 403, `Policy doesn't allow ${rule} to be performed.`);
  });

  novaTest('of several things that are wrong the first of the schema is told', async () => {
    const name = "Invalid input for field/attribute name. Value: 5. 5 is not of type 'string'";
    const json = { server: { name: 5, imageRef: 'x' }, more: 1 };
    assertFault(await nova(demo, 'POST', '/servers', { json }), 400, name);
  });

  novaTest('what is not ASCII is escaped in the answer', async () => {
    const answer = await postServer(demo, { imageRef: good, metadata: { ä: 'b' } });
    assert.equal(answer.status, 400);
    assert.ok(answer.text.includes(String.raw`{'\u00e4': 'b'}`), answer.text);
  });

  novaTest('what a microversion does not know is a 400', async () => {
    const flavorRef = await nanoFlavor();
    const shown = (rest: string): string =>
      `{'name': 'x', 'imageRef': '${good}', 'flavorRef': '${flavorRef}'${rest}}`;
    const post = async (version: string, more: Readonly<Record<string, Json>>) => {
      const json = { server: { name: 'x', imageRef: good, flavorRef, ...more } };
      return await nova(demo, 'POST', '/servers', { json, version });
    };
    const at18 = await post('2.18', { description: 'x' });
    const begin = 'Invalid input for field/attribute';
    const stranger = "Additional properties are not allowed ('description' was unexpected)";
    assertFault(at18, 400, `${begin} server. Value: ${shown(", 'description': 'x'")}. ${stranger}`);
    const at36 = await post('2.36', { networks: 'none' });
    assertFault(at36, 400, `${begin} networks. Value: none. 'none' is not of type 'array'`);
    const at37 = await post('2.37', {});
    assertFault(at37, 400, `${begin} server. Value: ${shown('')}. 'networks' is a required property`);
  });

  const bodies = [
    ['{', 'Malformed request body'],
    ['', "None is not of type 'object'"],
    ['{"a": 1}', "'server' is a required property"],
  ] as const;
  for (const [body, message] of bodies) {
    novaTest(`the body ${body === '' ? 'of nothing' : body} is a 400`, async () => {
      const headers = { 'Content-Type': 'application/json' };
      assertFault(await nova(demo, 'POST', '/servers', { body, headers }), 400, message);
    });
  }

  const device = {
    boot_index: 0,
    uuid: good,
    source_type: 'image',
    destination_type: 'volume',
    volume_size: 1,
  };
  const { volume_size: _size, ...sizeless } = device;
  const { uuid: _uuid, ...nameless } = device;
  const invalid = 'Block Device Mapping is Invalid: ';
  const devices: readonly (readonly [string, Readonly<Record<string, Json>>, string])[] = [
    [
      'without a size',
      sizeless,
      "Images with destination_type 'volume' need to have a non-zero size specified",
    ],
    ['made from nothing', nameless, `${invalid}Missing device UUID.`],
    [
      'made from an image that is not there',
      { ...device, uuid: nobody },
      `${invalid}failed to get image ${nobody}.`,
    ],
    [
      'that is second and not first',
      { ...device, boot_index: 1 },
      `${invalid}Boot sequence for the instance and image/block device mapping combination is not valid.`,
    ],
    [
      'that is an image on the host',
      { ...device, destination_type: 'local' },
      `${invalid}Mapping image to local is not supported.`,
    ],
    [
      'beside an image that is no disk itself',
      { source_type: 'blank', destination_type: 'volume', volume_size: 1 },
      `${invalid}Boot sequence for the instance and image/block device mapping combination is not valid.`,
    ],
    [
      'from an unknown source',
      { ...device, source_type: 'thin air' },
      "Invalid input for field/attribute source_type. Value: thin air. 'thin air' is not one of ['volume', 'image', 'snapshot', 'blank']",
    ],
  ];
  for (const [title, wanted, message] of devices) {
    novaTest(`a disk ${title} is a 400`, async () => {
      assertFault(await postServer(demo, { block_device_mapping_v2: [wanted] }), 400, message);
    });
  }
});
