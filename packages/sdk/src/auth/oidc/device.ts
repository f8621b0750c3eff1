import { sleep } from '../../abort.ts';
import { Secret } from '../../config/secret.ts';
import { AuthError, ConfigError, HttpError, NetworkError, TimeoutError } from '../../errors.ts';
import { asNumber, asString, type JsonRecord } from '../../json.ts';
import type { MethodParts } from '../method.ts';
import type { AuthContext, AuthPlugin, DeviceCode } from '../types.ts';
import { type OidcClient, type OidcTokens, refusedBy } from './client.ts';
import { type OAuthAnswer, sendForm } from './oauth-request.ts';
import { oidcPlugin } from './plugin.ts';
import { newPkce, type Pkce } from './random.ts';

const grant = 'urn:ietf:params:oauth:grant-type:device_code';
/** Seconds, where the provider does not say (RFC 8628 §3.2). */
const defaultInterval = 5;
/** Seconds, where the provider does not say though it must. */
const defaultLife = 600;
/** By how many seconds `slow_down` lengthens the interval (RFC 8628 §3.5). */
const slowDownBy = 5;

/** The time as polling sees it; a test brings its own. */
export interface PollClock {
  /** Milliseconds; only differences count. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

const realClock: PollClock = { now: () => performance.now(), sleep };

interface Authorization {
  readonly code: Secret;
  readonly shown: DeviceCode;
  /** Milliseconds. */
  readonly interval: number;
  readonly life: number;
}

function positive(value: unknown): number | undefined {
  const number = asNumber(value) ?? Number(asString(value) ?? Number.NaN);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function readAuthorization(url: string, value: JsonRecord): Authorization {
  const code = asString(value['device_code']);
  const userCode = asString(value['user_code']);
  // Some providers follow an early draft of the RFC.
  const verificationUrl = asString(value['verification_uri']) ?? asString(value['verification_url']);
  if (code === undefined || userCode === undefined || verificationUrl === undefined) {
    throw new AuthError(`the identity provider ${new URL(url).host} gave no device code`);
  }
  const life = (positive(value['expires_in']) ?? defaultLife) * 1000;
  return {
    code: new Secret(code),
    shown: {
      userCode,
      verificationUrl,
      verificationUrlComplete: asString(value['verification_uri_complete']),
      expiresAt: Date.now() + life,
    },
    interval: (positive(value['interval']) ?? defaultInterval) * 1000,
    life,
  };
}

async function authorize(
  context: AuthContext,
  client: OidcClient,
  pkce: Pkce | undefined,
): Promise<Authorization> {
  const url = await client.provider.endpoint(context, 'deviceAuthorization');
  const proof = await client.proof(context);
  const challenge =
    pkce === undefined ? {} : { code_challenge: pkce.challenge, code_challenge_method: pkce.method };
  const form = { client_id: client.id, scope: client.scope, ...challenge, ...proof.form };
  const answer = await sendForm(context, { url, form, headers: proof.headers, repeatable: true });
  if (!answer.granted) throw refusedBy(url, answer.reason, answer.cause);
  const authorization = readAuthorization(url, answer.value);
  context.conceal(authorization.code);
  return authorization;
}

/** Whether another poll may find the provider in a better state. */
function isPassing(error: unknown): boolean {
  if (error instanceof NetworkError) return !error.permanent;
  return (
    error instanceof TimeoutError ||
    (error instanceof HttpError && (error.status >= 500 || error.status === 429))
  );
}

/** Asks for the tokens until the person has decided, or the code's time is over. */
async function poll(
  context: AuthContext,
  client: OidcClient,
  authorization: Authorization,
  form: Readonly<Record<string, string>>,
  clock: PollClock,
): Promise<OidcTokens> {
  const url = await client.provider.endpoint(context, 'token');
  const end = clock.now() + authorization.life;
  let { interval } = authorization;
  let failure: unknown;
  for (;;) {
    if (clock.now() + interval >= end) {
      const minutes = Math.round(authorization.life / 60_000);
      const within = minutes === 0 ? `${authorization.life / 1000} s` : `${minutes} min`;
      throw new AuthError(`the device code was not confirmed within ${within}: sign in again`, {
        cause: failure,
      });
    }
    await clock.sleep(interval, context.signal);
    let answer: OAuthAnswer;
    try {
      answer = await client.ask(context, form, false);
    } catch (error) {
      if (!isPassing(error)) throw error;
      failure = error;
      interval = interval === 0 ? 1000 : interval * 2;
      continue;
    }
    if (answer.granted) return client.read(context, answer.value);
    if (answer.error === 'slow_down') interval += slowDownBy * 1000;
    else if (answer.error === 'expired_token') {
      throw new AuthError('the device code was not confirmed in time: sign in again', {
        cause: answer.cause,
      });
    } else if (answer.error !== 'authorization_pending') throw refusedBy(url, answer.reason, answer.cause);
  }
}

function pkceMethod(given: string | undefined): 'S256' | 'plain' | undefined {
  if (given === undefined || given === 'S256' || given === 'plain') return given;
  throw new ConfigError(`auth: code_challenge_method must be S256 or plain, not ${given}`);
}

/** The flow with a clock of the caller's. */
export function oidcDevicePluginWith(parts: MethodParts, clock: PollClock): AuthPlugin {
  const { onDeviceCode } = parts.callbacks;
  const method = pkceMethod(parts.auth.codeChallengeMethod);
  return oidcPlugin(parts, {
    name: 'v3oidcdeviceauthz',
    secrets: [],
    async run(context, client) {
      if (onDeviceCode === undefined) {
        throw new AuthError(
          'a person has to confirm this login: give auth.onDeviceCode, a function that shows her the code and the URL',
        );
      }
      // A provider that does not know PKCE here ignores it, as RFC 6749 §3.2 asks of parameters it does not know.
      const pkce = await newPkce(method);
      context.conceal(new Secret(pkce.verifier));
      const authorization = await authorize(context, client, pkce);
      await onDeviceCode(authorization.shown);
      const form = {
        grant_type: grant,
        device_code: authorization.code.reveal(),
        code_verifier: pkce.verifier,
      };
      return poll(context, client, authorization, form, clock);
    },
  });
}

/** `v3oidcdeviceauthz`: a person confirms a code in a browser, on any device (RFC 8628). */
export function oidcDevicePlugin(parts: MethodParts): AuthPlugin {
  return oidcDevicePluginWith(parts, realClock);
}
