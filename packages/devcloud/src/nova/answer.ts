import { jsonAnswer } from '../http/answer.ts';
import type { Answer, Header } from '../http/answer.ts';
import type { Json } from '../python/json.ts';

/** An answer with a JSON body as Nova writes it: nothing in it but ASCII. */
export function novaAnswer(status: number, value: Json, headers: readonly Header[] = []): Answer {
  return jsonAnswer(status, value, headers, { ascii: true });
}
