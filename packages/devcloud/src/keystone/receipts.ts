import { keystoneTime } from '../clock.ts';
import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import { newTokenId } from '../ids.ts';
import type { Identity } from './authenticate.ts';
import { byId } from './directory.ts';
import { unauthorized } from './errors.ts';
import type { Keystone } from './keystone.ts';
import type { Receipt } from './model.ts';

/** Milliseconds a receipt is good for. */
const lifetime = 300_000;
const header = 'Openstack-Auth-Receipt';

function unknownReceipt(keystone: Keystone, id: string): Error {
  return unauthorized(keystone.url, `Could not find auth receipt: ${id}.`);
}

/** The receipt that a request shows. @throws 401 for one that is none, or has ended */
export function receiptOf(keystone: Keystone, exchange: Exchange): Receipt | undefined {
  const id = headerOf(exchange, header.toLowerCase());
  if (id === undefined) return undefined;
  const receipt = keystone.receipts.get(id);
  if (receipt === undefined || receipt.expiresAt <= keystone.clock.now()) throw unknownReceipt(keystone, id);
  return receipt;
}

/** An identity with the methods that its receipt stands for. */
export function withReceipt(keystone: Keystone, identity: Identity, receipt: Receipt | undefined): Identity {
  if (receipt === undefined) return identity;
  if (receipt.userId !== identity.user.id) throw unknownReceipt(keystone, receipt.id);
  return { ...identity, methods: [...new Set([...identity.methods, ...receipt.methods])] };
}

/** The answer to a login that is right but not enough for the rules of its user; undefined when it is enough. */
export function receiptFor(keystone: Keystone, { user, methods }: Identity): Answer | undefined {
  const { multi_factor_auth_enabled: enabled = true, multi_factor_auth_rules: rules = [] } = user.options;
  const isEnough = rules.some((rule) => rule.every((method) => methods.includes(method)));
  if (!enabled || rules.length === 0 || isEnough) return undefined;
  const issuedAt = Math.floor(keystone.clock.now() / 1000) * 1000;
  const receipt: Receipt = {
    id: newTokenId(),
    userId: user.id,
    methods,
    issuedAt,
    expiresAt: issuedAt + lifetime,
  };
  keystone.receipts.set(receipt.id, receipt);
  const domain = byId(keystone.directory.domains, user.domainId);
  const body = {
    receipt: {
      methods,
      user: { id: user.id, name: user.name, domain: { id: user.domainId, name: domain?.name ?? '' } },
      expires_at: keystoneTime(receipt.expiresAt),
      issued_at: keystoneTime(issuedAt),
    },
    required_auth_methods: rules.filter((rule) => methods.every((method) => rule.includes(method))),
  };
  return jsonAnswer(401, body, [[header, receipt.id]], { ascii: true });
}
