import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseToken } from '#src/auth/parse-token.js';

const asked = Date.parse('2026-01-01T12:00:00Z');

function parse(token: object): ReturnType<typeof parseToken> {
  const text = JSON.stringify({ token: { user: { id: 'u', name: 'n' }, ...token } });
  return parseToken('http://k', { headers: { 'x-subject-token': 'id' }, text }, asked);
}

test('the scope of a project, with its domain', () => {
  const { scope } = parse({ project: { id: 'p', name: 'P', domain: { id: 'd', name: 'D' } } });
  assert.deepEqual(scope, {
    kind: 'project',
    project: { id: 'p', name: 'P' },
    domain: { id: 'd', name: 'D' },
  });
});

test('the scopes of a domain, of the system, and none', () => {
  assert.deepEqual(parse({ domain: { id: 'd', name: 'D' } }).scope, {
    kind: 'domain',
    domain: { id: 'd', name: 'D' },
  });
  assert.deepEqual(parse({ system: { all: true } }).scope, { kind: 'system' });
  assert.deepEqual(parse({}).scope, { kind: 'unscoped' });
});

test('user and roles', () => {
  const { user, roles } = parse({
    roles: [
      { id: '1', name: 'member' },
      { id: '2', name: 'reader' },
    ],
  });
  assert.deepEqual(user, { id: 'u', name: 'n' });
  assert.deepEqual(roles, ['member', 'reader']);
});

test('the lifetime is a span: a clock that is an hour off makes no difference', () => {
  const token = parse({
    issued_at: '2026-01-01T13:00:00.000000Z',
    expires_at: '2026-01-01T14:00:00.000000Z',
  });
  assert.equal(token.lifetime, 3_600_000);
  assert.equal(token.expiresAt, asked + 3_600_000);
});

test('without issued_at it was issued when it was asked for', () => {
  assert.equal(parse({ expires_at: '2026-01-01T12:30:00Z' }).lifetime, 1_800_000);
});

test('a token without an expiry, or with one that is no date, does not expire', () => {
  assert.equal(parse({}).expiresAt, Infinity);
  assert.equal(parse({ expires_at: null }).expiresAt, Infinity);
  assert.equal(parse({ expires_at: 'never' }).expiresAt, Infinity);
});

test('the catalog; entries that nobody could use are left out', () => {
  const { catalog } = parse({
    catalog: [
      {
        type: 'image',
        name: 'glance',
        endpoints: [
          { interface: 'public', region_id: 'One', region: 'old', url: 'http://one' },
          { interface: 'internal', region: 'Two', url: 'http://two' },
          { interface: 'admin', region_id: 'One', url: '' },
          { interface: 'admin', region_id: 'One' },
        ],
      },
      { name: 'without a type', endpoints: [] },
      'not even an object',
    ],
  });
  assert.deepEqual(catalog, [
    {
      type: 'image',
      name: 'glance',
      endpoints: [
        { interface: 'public', region: 'One', url: 'http://one' },
        { interface: 'internal', region: 'Two', url: 'http://two' },
      ],
    },
  ]);
});

test('a token shows everything but itself', () => {
  const token = parse({ project: { id: 'p', name: 'P' } });
  assert.equal(token.id.reveal(), 'id');
  assert.match(JSON.stringify(token), /"id":"\*\*\*"/);
});
