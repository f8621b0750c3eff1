import { Secret } from '../config/secret.ts';
import { AuthError, HttpError, type MissingFactors } from '../errors.ts';
import { applicationCredentialFactor } from './factors.ts';
import { type Factor, type Login, requestToken, type TokenRequest, userRef } from './token-request.ts';
import { passwordFactor } from './factors.ts';
import type { Receipt } from './receipt.ts';
import { asWhom } from './refusal.ts';
import { totpFactor } from './factors.ts';
import type { AuthContext, FactorAnswers, Token } from './types.ts';

/** More steps than any set of methods has. */
const maxSteps = 5;

/** The methods that each set still misses, the shortest first. */
function stillMissing({ accepted, required }: Receipt): readonly (readonly string[])[] {
  return required
    .map((set) => set.filter((method) => !accepted.includes(method)))
    .sort((one, other) => one.length - other.length);
}

/** The user, as the settings name them, or as the receipt does. */
function userOf({ parts: { auth } }: Login, receipt: Receipt): object {
  if (auth.userId === undefined && auth.username === undefined) return { id: receipt.userId };
  return userRef(auth);
}

/** Answers that a person gave. */
function givenFactors(user: object, answers: FactorAnswers): readonly Factor[] {
  const { passcode, password } = answers;
  return [
    ...(passcode === undefined ? [] : [totpFactor(user, new Secret(passcode))]),
    ...(password === undefined ? [] : [passwordFactor(user, new Secret(password))]),
  ];
}

/** What the settings hold besides what was sent. */
function factorsAtHand({ parts }: Login, user: object): readonly Factor[] {
  const { auth, callbacks } = parts;
  const passcode = callbacks.passcode ?? auth.passcode;
  return [
    ...(auth.password === undefined ? [] : [passwordFactor(user, auth.password)]),
    ...(passcode === undefined ? [] : [totpFactor(user, passcode)]),
    ...(auth.applicationCredentialSecret === undefined ? [] : [applicationCredentialFactor(parts)]),
  ];
}

function choose(
  sets: readonly (readonly string[])[],
  factors: readonly Factor[],
): readonly Factor[] | undefined {
  for (const set of sets) {
    const chosen = set.flatMap((method) => factors.find((factor) => factor.method === method) ?? []);
    if (chosen.length === set.length && chosen.length > 0) return chosen;
  }
  return undefined;
}

function notEnough(missing: MissingFactors): AuthError {
  const { accepted, required } = missing;
  const sets = required.map((set) => set.join(' + ')).join(', or ');
  const why = missing.missing.includes('totp')
    ? '; give passcode, or onMissingFactors to be asked for it'
    : '; give them with auth_type v3multifactor';
  return new AuthError(
    `Keystone accepts ${accepted.join(' + ')} but wants more factors: ${sets}; missing: ${missing.missing.join(', ')}${why}`,
    { missing },
  );
}

async function nextFactors(context: AuthContext, login: Login, receipt: Receipt): Promise<readonly Factor[]> {
  const sets = stillMissing(receipt);
  const user = userOf(login, receipt);
  const atHand = factorsAtHand(login, user);
  const chosen = choose(sets, atHand);
  if (chosen !== undefined) return chosen;
  const { accepted, required } = receipt;
  const missing = { accepted, required, missing: sets[0] ?? [] };
  const answers = await login.parts.callbacks.onMissingFactors?.(missing);
  const given = answers === undefined ? [] : givenFactors(user, answers);
  context.conceal(...given.flatMap(({ secrets }) => secrets));
  const completed = choose(sets, [...given, ...atHand]);
  if (completed === undefined) throw notEnough(missing);
  return completed;
}

/** The scope was looked at before the receipt was given: what is refused now are the further factors. */
async function nextAnswer(
  context: AuthContext,
  login: Login,
  request: TokenRequest & { readonly receipt: Receipt },
): ReturnType<typeof requestToken> {
  try {
    return await requestToken(context, login.root, request);
  } catch (cause) {
    if (!(cause instanceof HttpError) || cause.status >= 500) throw cause;
    const refused = request.factors.map(({ method }) => method).join(' + ');
    const accepted = request.receipt.accepted.join(' + ');
    const id = cause.requestId === undefined ? '' : ` (request ${cause.requestId})`;
    throw new AuthError(
      `cannot sign in ${asWhom(login)}: Keystone accepts ${accepted}, but refuses ${refused}: ${cause.status} ${cause.reason}${id}`,
      { cause },
    );
  }
}

/** Goes on with a login that Keystone gave a receipt for, with what is at hand or what a person gives. */
export async function continueLogin(context: AuthContext, login: Login, first: Receipt): Promise<Token> {
  const { scope } = login;
  let receipt = first;
  for (let step = 0; step < maxSteps; step += 1) {
    const factors = await nextFactors(context, login, receipt);
    const answer = await nextAnswer(context, login, { factors, scope, receipt });
    if ('token' in answer) return answer.token;
    receipt = answer.receipt;
  }
  throw new AuthError('Keystone keeps asking for more factors');
}
