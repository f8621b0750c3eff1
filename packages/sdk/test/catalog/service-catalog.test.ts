import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type CatalogService, DiscoveryError } from '@ostk/sdk';

import { type EndpointQuery, findEndpoint } from '#src/catalog/service-catalog.js';

function service(
  type: string,
  ...endpoints: readonly (readonly [name: string, region: string | undefined])[]
): CatalogService {
  return {
    type,
    name: type,
    endpoints: endpoints.map(([name, region]) => ({
      interface: name,
      region,
      url: `http://${type}/${name}/${region}`,
    })),
  };
}

const catalog = [
  service('identity', ['public', 'One'], ['internal', 'One']),
  service('image', ['public', 'One'], ['internal', 'One'], ['public', 'Two']),
];

function find(query: Partial<EndpointQuery>, services: readonly CatalogService[] = catalog): string {
  return findEndpoint(services, { serviceType: 'image', interfaces: ['public'], region: 'One', ...query });
}

function failure(query: Partial<EndpointQuery>, message: string, services?: readonly CatalogService[]): void {
  assert.throws(
    () => find(query, services),
    (error) => {
      assert(error instanceof DiscoveryError);
      assert.equal(error.message, message);
      return true;
    },
  );
}

test('type, interface and region decide', () => {
  assert.equal(find({}), 'http://image/public/One');
  assert.equal(find({ region: 'Two' }), 'http://image/public/Two');
  assert.equal(find({ interfaces: ['internal'] }), 'http://image/internal/One');
  assert.equal(find({ serviceType: 'identity' }), 'http://identity/public/One');
});

test('interfaces are tried in the order of preference', () => {
  assert.equal(find({ interfaces: ['internal', 'public'] }), 'http://image/internal/One');
  assert.equal(find({ interfaces: ['internal', 'public'], region: 'Two' }), 'http://image/public/Two');
});

test('old names of interfaces are the same', () => {
  assert.equal(find({}, [service('image', ['publicURL', 'One'])]), 'http://image/publicURL/One');
});

test('one region need not be named', () => {
  assert.equal(find({ region: undefined, serviceType: 'identity' }), 'http://identity/public/One');
});

test('one of several regions must be named: none is taken at random', () => {
  failure(
    { region: undefined },
    'the image service is in more than one region: name one of One, Two as region_name',
  );
});

test('a catalog that knows no regions needs none', () => {
  assert.equal(
    find({ region: undefined }, [service('image', ['public', undefined])]),
    'http://image/public/undefined',
  );
});

test('several services of one type are one', () => {
  const two = [service('image', ['admin', 'One']), service('image', ['public', 'One'])];
  assert.equal(find({}, two), 'http://image/public/One');
});

test('a service that is missing: the message lists those there are', () => {
  failure({ serviceType: 'compute' }, 'the service catalog has no compute service; it has identity, image');
});

test('a region that is missing: the message lists those there are', () => {
  failure({ region: 'Three' }, 'the image service has no endpoint in region Three; it is in One, Two');
});

test('upper and lower case of a region make a difference, as they do in OpenStack', () => {
  failure({ region: 'one' }, 'the image service has no endpoint in region one; it is in One, Two');
});

test('an interface that is missing: the message lists those there are', () => {
  failure({ interfaces: ['admin'] }, 'the image service has no admin endpoint; it has internal, public');
  failure(
    { interfaces: ['admin', 'internal'], region: 'Two' },
    'the image service has no admin or internal endpoint; it has public',
  );
});

test('an empty catalog: the message says what that may come from', () => {
  failure(
    {},
    'the token has an empty service catalog, so there is no image endpoint: is it scoped to a project?',
    [],
  );
});
