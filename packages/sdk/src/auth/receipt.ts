import { Secret } from '../config/secret.ts';
import { asArray, asRecord, asString, parseJson } from '../json.ts';
import type { AuthAnswer } from './types.ts';

/** The header by which Keystone gives and takes receipts. */
export const receiptHeader = 'openstack-auth-receipt';

/** What Keystone gives for a login that is right, but not enough. */
export interface Receipt {
  readonly id: Secret;
  readonly userId: string | undefined;
  /** The methods that were accepted. */
  readonly accepted: readonly string[];
  /** Each a set of methods that would do. */
  readonly required: readonly (readonly string[])[];
}

function names(value: unknown): readonly string[] {
  return asArray(value).flatMap((name) => asString(name) ?? []);
}

/** Reads a 401 with a receipt. */
export function readReceipt(answer: AuthAnswer): Receipt {
  const body = asRecord(parseJson(answer.text));
  const receipt = asRecord(body?.['receipt']);
  return {
    id: new Secret(answer.headers[receiptHeader] ?? ''),
    userId: asString(asRecord(receipt?.['user'])?.['id']),
    accepted: names(receipt?.['methods']),
    required: asArray(body?.['required_auth_methods']).map(names),
  };
}
