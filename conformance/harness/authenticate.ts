import { cloud } from './cloud.ts';
import type { Json } from './json.ts';
import { send } from './wire.ts';
import type { WireAnswer } from './wire.ts';

/** POSTs an authentication request as it is; `query` begins with its question mark. */
export async function authenticate(auth: Json, query = ''): Promise<WireAnswer> {
  return await send({
    method: 'POST',
    url: `${cloud.config('admin').authUrl}/auth/tokens${query}`,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ auth }),
  });
}
