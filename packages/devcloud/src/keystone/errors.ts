import { jsonAnswer, HttpError } from '../http/answer.ts';
import type { Answer, Header } from '../http/answer.ts';
import { dumps } from '../python/json.ts';
import type { JsonObject } from '../python/json.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
};

/** Keystone's reason phrases are Werkzeug's, in capitals. */
const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'CREATED',
  204: 'NO CONTENT',
  300: 'MULTIPLE CHOICES',
  405: 'METHOD NOT ALLOWED',
};

/** Gives an answer the reason phrase Keystone gives it. */
export function withReason(answer: Answer): Answer {
  const reason = reasons[answer.status] ?? titles[answer.status]?.toUpperCase();
  return { ...answer, reason };
}

/** An error of Keystone itself: always JSON, whatever the client accepts. */
export function keystoneError(
  status: number,
  message: string,
  { headers = [], identity }: { readonly headers?: readonly Header[]; readonly identity?: JsonObject } = {},
): HttpError {
  const error = {
    code: status,
    ...(identity === undefined ? {} : { identity }),
    message,
    title: titles[status] ?? '',
  };
  const answer = jsonAnswer(status, null, headers);
  return new HttpError({ ...answer, body: `${dumps({ error }, { ascii: true, compact: true })}\n` });
}

/** 401 in the words that tell nothing, with the challenge. @param authUrl URL of the v3 API */
export function unauthorized(authUrl: string, message?: string, identity: JsonObject = {}): HttpError {
  return keystoneError(401, message ?? 'The request you have made requires authentication.', {
    headers: [['WWW-Authenticate', `Keystone uri="${authUrl}"`]],
    ...(message === undefined ? {} : { identity }),
  });
}

/** 401 of the filter before Keystone, for a token whose access rules do not allow the call. @param authUrl URL of the v3 API */
export function refusedByRules(authUrl: string): HttpError {
  const message = 'The request you have made requires authentication.';
  const challenge = `Keystone uri="${authUrl.replace(/\/v3$/, '')}"`;
  const error = { code: 401, title: 'Unauthorized', message };
  return new HttpError(jsonAnswer(401, { error }, [['WWW-Authenticate', challenge]]));
}

/** 400 for something missing in a body. */
export function missing(attribute: string, target: string): HttpError {
  return keystoneError(
    400,
    `Expecting to find ${attribute} in ${target}. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.`,
  );
}

/** 403 with the name of the policy. @param action such as `identity:list_projects` */
export function forbidden(action: string): HttpError {
  return keystoneError(403, `You are not authorized to perform the requested action: ${action}.`);
}

/** 500: what Keystone has no code for, such as the system scope of federated users. */
export function unexpected(): HttpError {
  return keystoneError(500, 'An unexpected error prevented the server from fulfilling your request.');
}

/** 404 for a thing. @param kind as Keystone calls it, such as `project` */
export function notFound(kind: string, id: string): HttpError {
  return keystoneError(404, `Could not find ${kind}: ${id}.`);
}

const page = (title: string, text: string): string =>
  `<!doctype html>\n<html lang=en>\n<title>${title}</title>\n<h1>${title.slice(4)}</h1>\n<p>${text}</p>\n`;

/** The page a path gets that Keystone has not. */
export const noSuchPath: Answer = {
  status: 404,
  headers: [['Content-Type', 'text/html; charset=utf-8']],
  body: page(
    '404 Not Found',
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  ),
};

/** The answer to a method a path has not. @param allowed the methods it has @param asPage as the version documents do */
export function noSuchMethod(allowed: readonly string[], asPage: boolean): Answer {
  if (asPage) {
    return {
      status: 405,
      headers: [
        ['Content-Type', 'text/html; charset=utf-8'],
        ['Allow', [...allowed, 'OPTIONS'].join(', ')],
      ],
      body: page('405 Method Not Allowed', 'The method is not allowed for the requested URL.'),
    };
  }
  const allow = ['OPTIONS', ...allowed].join(', ');
  return {
    status: 405,
    headers: [
      ['Content-Type', 'application/json'],
      ['Allow', allow],
    ],
    body: `${dumps({ message: 'The method is not allowed for the requested URL.' })}\n`,
  };
}
