import { dumps } from '../python/json.ts';
import { chooseMediaType } from './accept.ts';
import { HttpError } from './answer.ts';
import type { Answer, Header } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { headerOf } from './exchange.ts';

/** Reason phrase and standard explanation of each status, in WebOb's words. */
const statuses: Readonly<Record<number, { readonly title: string; readonly explanation: string }>> = {
  400: {
    title: 'Bad Request',
    explanation:
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  },
  401: {
    title: 'Unauthorized',
    explanation:
      'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.',
  },
  403: { title: 'Forbidden', explanation: 'Access was denied to this resource.' },
  404: { title: 'Not Found', explanation: 'The resource could not be found.' },
  405: { title: 'Method Not Allowed', explanation: '' },
  409: { title: 'Conflict', explanation: 'There was a conflict when trying to complete your request.' },
  410: {
    title: 'Gone',
    explanation: 'This resource is no longer available.  No forwarding address is given.',
  },
  413: {
    title: 'Request Entity Too Large',
    explanation: 'The body of your request was too large for this server.',
  },
  415: { title: 'Unsupported Media Type', explanation: '' },
  416: { title: 'Request Range Not Satisfiable', explanation: 'The Range requested is not available.' },
  500: {
    title: 'Internal Server Error',
    explanation: 'The server has either erred or is incapable of performing the requested operation.',
  },
  501: { title: 'Not Implemented', explanation: 'The request method is not implemented for this server.' },
  503: {
    title: 'Service Unavailable',
    explanation: 'The server is currently unavailable. Please try again at a later time.',
  },
};

/** The parts of an error that differ from WebOb's standard for the status. */
export interface WebobParts {
  /** Stands in place of the standard explanation. */
  readonly explanation?: string;
  /** Stands below the explanation. */
  readonly detail?: string;
  readonly headers?: readonly Header[];
  /** Stands in place of all of it. */
  readonly template?: string;
}

/** The reason phrase WebOb uses for a status. */
export function webobTitle(status: number): string | undefined {
  return statuses[status]?.title;
}

/** The error an exchange ends with: HTML, JSON or plain text, whichever its Accept header gets. */
export function webobError(exchange: Exchange, status: number, parts: WebobParts = {}): HttpError {
  return new HttpError(webobAnswer(exchange, status, parts));
}

function webobAnswer(exchange: Exchange, status: number, parts: WebobParts): Answer {
  const title = statuses[status]?.title ?? 'Error';
  const line = `${status} ${title}`;
  const headers = parts.headers ?? [];
  if (exchange.method === 'HEAD') {
    return {
      status,
      reason: title,
      headers: [['Content-Type', 'text/html; charset=UTF-8'], ...headers],
      body: '',
    };
  }
  const write = bodyTemplate(exchange, status, parts);
  const type = chooseMediaType(headerOf(exchange, 'accept'), ['text/html', 'application/json']);
  if (type === 'text/html') {
    const body = `<html>\n <head>\n  <title>${line}</title>\n </head>\n <body>\n  <h1>${line}</h1>\n  ${write(escapeHtml)}\n </body>\n</html>`;
    return answerOf('text/html; charset=UTF-8', body);
  }
  if (type === 'application/json') {
    return answerOf('application/json', dumps({ message: write(asIs), code: line, title }, { ascii: true }));
  }
  return answerOf('text/plain; charset=UTF-8', `${line}\n\n${stripTags(write(asIs))}`);

  function answerOf(contentType: string, body: string): Answer {
    return { status, reason: title, headers: [...headers, ['Content-Type', contentType]], body };
  }
}

type Escape = (text: string) => string;

function bodyTemplate(exchange: Exchange, status: number, parts: WebobParts): (escape: Escape) => string {
  const detail = parts.detail ?? '';
  const { template } = parts;
  if (template !== undefined) return (escape) => escape(template);
  // These two have templates of their own in WebOb, and ignore any explanation.
  if (status === 405) {
    return (escape) =>
      `The method ${exchange.method} is not allowed for this resource. <br /><br />\n${escape(detail)}`;
  }
  if (status === 415) {
    const type = headerOf(exchange, 'content-type') ?? 'text/plain';
    return (escape) =>
      `The request media type ${escape(type)} is not supported by this server.\n<br /><br />\n${escape(detail)}`;
  }
  const explanation = parts.explanation ?? statuses[status]?.explanation ?? '';
  return (escape) => `${escape(explanation)}<br /><br />\n${escape(detail)}\n\n`;
}

const asIs: Escape = (text) => text;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function stripTags(html: string): string {
  return html
    .replaceAll('\n', ' ')
    .replaceAll('\r', '')
    .replaceAll(/<br.*?>/gi, '\n')
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/<.*?>/g, '');
}
