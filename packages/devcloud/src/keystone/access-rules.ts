import type { Exchange } from '../http/exchange.ts';
import { newHexId } from '../ids.ts';
import { isList, isObject } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import type { Directory } from './directory.ts';
import { keystoneError, notFound } from './errors.ts';
import type { AccessRule, Token } from './model.ts';
import { textIn } from './token-request.ts';

/** Whether the access rules of a token, if it has any, allow a call. @param service its type, such as `image` */
export function mayCall({ accessRules }: Token, service: string, { method, path }: Exchange): boolean {
  if (accessRules === undefined) return true;
  return accessRules.some(
    (rule) => rule.service === service && rule.method === method && patternOf(rule.path).test(path),
  );
}

/** `*` stands for a part of a segment, `**` for any number of segments, `{name}` for one segment. */
function patternOf(path: string): RegExp {
  const pattern = path
    .replaceAll(/[.+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{[^}]*\}|\*\*|\*/g, (wild) => (wild === '**' ? '.*' : '[^/]+'));
  return new RegExp(`^${pattern}/?$`);
}

/** An access rule as the API shows it. */
export function accessRuleJson({
  id,
  service,
  path,
  method,
}: AccessRule): JsonObject & { readonly id: string } {
  return { id, service, path, method };
}

/**
 * The rules a new application credential asks for. The same rule of the same user is there only once.
 * @throws 404 for an id that is none
 */
export function wantedAccessRules(
  { accessRules: all }: Directory,
  userId: string,
  wanted: Json | undefined,
): readonly AccessRule[] | undefined {
  if (!isList(wanted)) return undefined;
  return wanted.map((item) => {
    const given = isObject(item) ? item : {};
    const id = textIn(given, 'id');
    if (id !== undefined) {
      const rule = all.get(id);
      if (rule === undefined || rule.userId !== userId) throw notFound('Access Rule', id);
      return rule;
    }
    const [service, path, method] = [
      textIn(given, 'service'),
      textIn(given, 'path'),
      textIn(given, 'method'),
    ];
    if (service === undefined || path === undefined || method === undefined) {
      // The real one breaks down and closes the connection.
      throw keystoneError(400, 'An access rule needs service, path and method');
    }
    const same = [...all.values()].find(
      (rule) =>
        rule.userId === userId && rule.service === service && rule.path === path && rule.method === method,
    );
    if (same !== undefined) return same;
    const rule: AccessRule = { id: newHexId(), userId, service, path, method };
    all.set(rule.id, rule);
    return rule;
  });
}
