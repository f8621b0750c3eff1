import { explain } from './request.ts';
import type { Request } from './request.ts';

/** A filter's value, taken apart at its first colon. */
export interface OperatorValue {
  readonly operator: string;
  readonly value: string;
}

const isoTime =
  /^\d{4}-\d{2}(?:-\d{2})?(?:T\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Splits `gt:2020-01-01T00:00:00Z` at the operator; without one it is `eq`. A plain time is not split. */
export function splitOperator(text: string): OperatorValue {
  const at = text.indexOf(':');
  if (at === -1 || isoTime.test(text)) return { operator: 'eq', value: text };
  return { operator: text.slice(0, at), value: text.slice(at + 1) };
}

/**
 * Reads a time in ISO 8601; one without a zone is UTC.
 * @returns microseconds since the epoch, or undefined for no such time
 */
export function parseTime(text: string): number | undefined {
  if (!isoTime.test(text)) return undefined;
  const zoned = /(?:Z|T.*[+-]\d{2}(?::?\d{2})?)$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const milliseconds = Date.parse(zoned);
  return Number.isNaN(milliseconds) ? undefined : milliseconds * 1000;
}

/**
 * Splits the list of an `in:` filter; members with commas stand in double quotes.
 * @throws 400 for quotes that are not closed or not between commas
 */
export function splitList(request: Request, text: string): readonly string[] {
  checkQuotes(request, text);
  const members = text.matchAll(/"([^"\\]*(?:\\.[^"\\]*)*)",?|([^,]+),?|,/g);
  return [...members].map((member) => member[1] ?? member[2] ?? '');
}

function checkQuotes(request: Request, text: string): void {
  const refuse = (why: string): Error => explain(request, 400, `Invalid filter value ${text}. ${why}`);
  let open = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '"' || (at > 0 && text[at - 1] === '\\')) continue;
    if (!open && at > 0 && text[at - 1] !== ',') {
      throw refuse('There is no comma before opening quotation mark.');
    }
    if (open && at + 1 !== text.length && text[at + 1] !== ',') {
      throw refuse('There is no comma after closing quotation mark.');
    }
    open = !open;
  }
  if (open) throw refuse('The quote is not closed.');
}
