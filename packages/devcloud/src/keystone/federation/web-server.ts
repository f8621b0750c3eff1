import type { Answer } from '../../http/answer.ts';
import { HttpError } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import { headerOf } from '../../http/exchange.ts';
import type { Claims, Provider } from './provider.ts';

const text = `This server could not verify that you
are authorized to access the document
requested.  Either you supplied the wrong
credentials (e.g., bad password), or your
browser doesn't understand how to supply
the credentials required.`;

const page = `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">
<html><head>
<title>401 Unauthorized</title>
</head><body>
<h1>Unauthorized</h1>
<p>${text}</p>
</body></html>
`;

/** 401 as Apache answers it before Keystone is asked. @param why the challenge, such as `error="invalid_token"` */
export function apacheUnauthorized(why?: string): HttpError {
  const answer: Answer = {
    status: 401,
    headers: [
      ['Content-Type', 'text/html; charset=iso-8859-1'],
      ...(why === undefined ? [] : [['WWW-Authenticate', `Bearer ${why}`] as const]),
    ],
    body: page,
  };
  return new HttpError(answer);
}

/** Who the request's bearer is. @throws 401 as Apache's, when nobody says so */
export async function bearerOf(exchange: Exchange, provider: Provider): Promise<Claims> {
  const token = /^bearer +(\S+)$/i.exec(headerOf(exchange, 'authorization') ?? '')?.[1];
  if (token === undefined) {
    const why = 'error="invalid_request", error_description="No bearer token found in the request"';
    throw apacheUnauthorized(why);
  }
  const claims = await provider.introspect(token);
  if (claims !== undefined) return claims;
  const why = 'error="invalid_token", error_description="Reference token could not be introspected"';
  throw apacheUnauthorized(why);
}
