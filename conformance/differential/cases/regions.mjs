import { one, password } from './make.mjs';

const askedFor = (region) => ({ options: { region_name: region } });

const region = (name, cloud, rest) => one(`region: ${name}`, cloud, rest);

export function regions() {
  const list = {
    auth: password,
    regions: [
      'One',
      { name: 'Two', values: { interface: 'internal', auth: { auth_url: 'https://two.example' } } },
    ],
  };
  return [
    region('none', { auth: password }),
    region('none, asked', { auth: password }, askedFor('R')),
    region('one', { auth: password, region_name: 'One' }),
    region('one, the same asked', { auth: password, region_name: 'One' }, askedFor('One')),
    region('one, another asked', { auth: password, region_name: 'One' }, askedFor('Two')),
    region('empty', { auth: password, region_name: '' }),
    region('list, first', list),
    region('list, second asked', list, askedFor('Two')),
    region('list, unknown asked', list, askedFor('Three')),
    region('list, case differs', list, askedFor('two')),
    region('list and region_name', { ...list, region_name: 'Two' }),
    region('several in region_name', { auth: password, region_name: 'One,Two' }),
    region('several in region_name, asked', { auth: password, region_name: 'One,Two' }, askedFor('Two')),
    region('several in region_name, unknown', { auth: password, region_name: 'One,Two' }, askedFor('Three')),
    region('list in region_name', { auth: password, region_name: ['One', 'Two'] }),
    region('entry without values', { auth: password, regions: [{ name: 'One' }] }),
    region('entry without name', { auth: password, regions: [{ values: {} }] }),
    region('entry with another key', { auth: password, regions: [{ name: 'One', interface: 'admin' }] }),
    region('values over the cloud', { ...list, interface: 'admin' }, askedFor('Two')),
    region('option over values', list, { options: { region_name: 'Two', interface: 'admin' } }),
    region('auth of options over that of values', list, {
      options: { cloud: 'here', region_name: 'Two', auth: { auth_url: 'https://option.example' } },
    }),
    region('overrides of services in values', {
      auth: password,
      regions: [{ name: 'One', values: { image_endpoint_override: 'https://i.example' } }],
    }),
    region('project of values by id, of the cloud by name', {
      auth: password,
      regions: [{ name: 'One', values: { auth: { project_id: 'p' } } }],
    }),
    region('in auth_url', {
      auth: { ...password, auth_url: 'https://{region_name}.example' },
      region_name: 'One',
    }),
    region(
      'in auth_url, asked of a list',
      {
        auth: { ...password, auth_url: 'https://{region_name}.example' },
        regions: ['One', 'Two'],
      },
      askedFor('Two'),
    ),
    region('in an override', {
      auth: password,
      region_name: 'One',
      image_endpoint_override: 'https://{region_name}.example',
    }),
  ];
}
