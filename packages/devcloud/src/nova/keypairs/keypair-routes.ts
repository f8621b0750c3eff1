import { pythonTime } from '../../clock.ts';
import { novaAnswer } from '../answer.ts';
import type { Answer } from '../../http/answer.ts';
import type { JsonObject } from '../../python/json.ts';
import type { Schema } from '../../python/json-schema.ts';
import { checkedBody, checkQuery } from '../check-input.ts';
import { pageOf, pageParameters } from '../page.ts';
import { denied } from '../policy.ts';
import { doneAnswer, fault } from '../request.ts';
import type { NovaRoutes, Request } from '../request.ts';
import { each, objectOf, types } from '../schema-types.ts';
import { fingerprintOf, generateKey } from './keypair.ts';
import type { Keypair } from './keypair.ts';

/** Routes of key pairs. */
export const keypairRoutes: NovaRoutes = {
  '/os-keypairs': { GET: listKeypairs, POST: createKeypair },
  '/os-keypairs/:name': { GET: showKeypair, DELETE: deleteKeypair },
};

/** Whose keys a request is about: the caller's, unless an admin names another user. @throws 403 */
function ownerOf({ caller, minor }: Request, action: string, asked: string | null): string {
  const userId = minor >= 10 ? (asked ?? caller.userId) : caller.userId;
  if (userId !== caller.userId && !caller.isAdmin) throw denied(`os-keypairs:${action}`);
  return userId;
}

function createSchema(minor: number): Schema {
  const format = minor >= 92 ? 'keypair_name_292' : 'keypair_name_20';
  const properties = {
    name: { ...types.name, allOf: [{ type: 'string', format }] },
    ...(minor >= 2 ? { type: { type: 'string', enum: ['ssh', 'x509'] } } : {}),
    public_key: types.text,
    ...(minor >= 10 ? { user_id: types.text } : {}),
  };
  return objectOf(properties, 'name', ...(minor >= 92 ? ['public_key'] : []));
}

async function createKeypair(request: Request): Promise<Answer> {
  const { body, minor, nova } = request;
  const wanted = checkedBody(body, 'keypair', createSchema(minor));
  const text = (name: string): string | undefined => {
    const value = wanted[name];
    return typeof value === 'string' ? value : undefined;
  };
  const userId = ownerOf(request, 'create', text('user_id') ?? null);
  const name = (text('name') ?? '').trim();
  const generated = text('public_key') === undefined ? await generateKey() : undefined;
  const publicKey = generated?.publicKey ?? text('public_key') ?? '';
  const fingerprint = fingerprintOf(publicKey);
  if (fingerprint === undefined) {
    throw fault(400, 'Keypair data is invalid: failed to generate fingerprint');
  }
  if (findKeypair(request, userId, name) !== undefined) {
    throw fault(409, `Key pair '${name}' already exists.`);
  }
  const type = text('type') === 'x509' ? 'x509' : 'ssh';
  const createdAt = nova.now();
  const keypair: Keypair = { id: nova.nextId(), name, userId, type, publicKey, fingerprint, createdAt };
  nova.keypairs.push(keypair);
  const shown = {
    ...(generated === undefined ? {} : { private_key: generated.privateKey }),
    ...(minor >= 2 ? { type } : {}),
    ...brief(keypair),
    user_id: userId,
  };
  return novaAnswer(minor >= 2 ? 201 : 200, { keypair: shown });
}

function findKeypair({ nova }: Request, userId: string, name: string): Keypair | undefined {
  return nova.keypairs.find((keypair) => keypair.userId === userId && keypair.name === name);
}

function brief({ name, publicKey, fingerprint }: Keypair): JsonObject {
  return { name, public_key: publicKey, fingerprint };
}

function listKeypairs(request: Request): Answer {
  const { exchange, minor, nova } = request;
  checkQuery(exchange.query, {
    type: 'object',
    properties: {
      ...(minor >= 10 ? { user_id: each(types.text) } : {}),
      ...(minor >= 35 ? pageParameters : {}),
    },
    additionalProperties: minor < 75,
  });
  const userId = ownerOf(request, 'index', exchange.query.get('user_id'));
  const all = nova.keypairs
    .filter((keypair) => keypair.userId === userId)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const page =
    minor >= 35 ? pageOf(request, all, 'os-keypairs', ({ name }) => name) : { rows: all, links: {} };
  const keypairs = page.rows.map((keypair) => ({
    keypair: { ...brief(keypair), ...(minor >= 2 ? { type: keypair.type } : {}) },
  }));
  return novaAnswer(200, { keypairs, ...page.links });
}

function needKeypair(request: Request, action: string): Keypair {
  const userId = ownerOf(request, action, request.exchange.query.get('user_id'));
  const name = request.params['name'] ?? '';
  const keypair = findKeypair(request, userId, name);
  if (keypair === undefined) throw fault(404, `Keypair ${name} not found for user ${userId}`);
  return keypair;
}

function showKeypair(request: Request): Answer {
  const keypair = needKeypair(request, 'show');
  const shown = {
    ...brief(keypair),
    user_id: keypair.userId,
    created_at: `${pythonTime(keypair.createdAt).slice(0, 19)}.000000`,
    deleted: false,
    deleted_at: null,
    id: keypair.id,
    updated_at: null,
    ...(request.minor >= 2 ? { type: keypair.type } : {}),
  };
  return novaAnswer(200, { keypair: shown });
}

function deleteKeypair(request: Request): Answer {
  const { nova, minor } = request;
  const keypair = needKeypair(request, 'delete');
  nova.keypairs.splice(nova.keypairs.indexOf(keypair), 1);
  return doneAnswer(minor >= 2 ? 204 : 202);
}
