import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reasonFrom } from '#src/http/error-body.js';

interface Case {
  readonly from: string;
  readonly status?: number;
  /** By default JSON if the body is an object, else HTML if it begins with `<`, else plain text. */
  readonly type?: string;
  readonly body: unknown;
  readonly reason: string;
}

const glanceJson = {
  message: 'No image found with ID 7<br /><br />\n\n\n',
  code: '404 Not Found',
  title: 'Not Found',
};

const glanceHtml = `<html>
 <head>
  <title>404 Not Found</title>
 </head>
 <body>
  <h1>404 Not Found</h1>
  No image found with ID &#x27;a&amp;b&#x27;<br /><br />



 </body>
</html>`;

const flaskHtml = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`;

const nginxHtml =
  '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n';

const schemaDump =
  'Invalid input for field "identity/password/user": 5 is not of type object\n\nFailed validating "type" in schema["properties"]:\n    {"type": "object",\n     "properties": {}}';

const cases: readonly Case[] = [
  {
    from: 'Keystone',
    body: {
      error: {
        code: 401,
        message: 'The request you have made requires authentication.',
        title: 'Unauthorized',
      },
    },
    reason: 'The request you have made requires authentication.',
  },
  {
    from: 'Keystone with a receipt',
    body: { identity: {}, error: { code: 401, message: 'Additional authentications steps required.' } },
    reason: 'Additional authentications steps required.',
  },
  {
    from: 'Keystone with a whole schema',
    body: { error: { code: 400, message: schemaDump, title: 'Bad Request' } },
    reason: 'Invalid input for field "identity/password/user": 5 is not of type object',
  },
  {
    from: 'Keystone’s router',
    body: flaskHtml,
    reason:
      'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  },
  { from: 'Glance in JSON', body: glanceJson, reason: 'No image found with ID 7' },
  { from: 'Glance in HTML', body: glanceHtml, reason: "No image found with ID 'a&b'" },
  {
    from: 'Glance in plain text',
    status: 404,
    body: '404 Not Found\n\nNo image found with ID 7\n\n\n   ',
    reason: 'No image found with ID 7',
  },
  {
    from: 'Nova',
    body: { itemNotFound: { code: 404, message: 'Instance 7 could not be found.' } },
    reason: 'Instance 7 could not be found.',
  },
  {
    from: 'Nova over its limit',
    body: { overLimit: { code: 413, message: 'This request was rate-limited.', retryAfter: '5' } },
    reason: 'This request was rate-limited.',
  },
  { from: 'Cinder', body: { badRequest: { code: 400, message: 'Invalid input' } }, reason: 'Invalid input' },
  {
    from: 'Neutron',
    body: { NeutronError: { type: 'NetworkNotFound', message: 'Network 7 could not be found.', detail: '' } },
    reason: 'Network 7 could not be found.',
  },
  { from: 'an old Neutron', body: { NeutronError: 'Network 7 is gone' }, reason: 'Network 7 is gone' },
  {
    from: 'Placement',
    body: {
      errors: [{ status: 404, title: 'Not Found', detail: 'No resource provider 7 ', request_id: 'req-1' }],
    },
    reason: 'No resource provider 7',
  },
  {
    from: 'a service with several errors',
    body: { errors: [{ detail: 'one' }, { title: 'two' }, { message: 'three' }, 'four', null] },
    reason: 'one; two; three',
  },
  {
    from: 'Ironic',
    body: {
      error_message:
        '{"faultcode": "Client", "faultstring": "Node 7 could not be found.", "debuginfo": null}',
    },
    reason: 'Node 7 could not be found.',
  },
  {
    from: 'a newer Ironic',
    body: { error_message: { faultcode: 'Client', faultstring: 'Node 7 is locked', debuginfo: null } },
    reason: 'Node 7 is locked',
  },
  { from: 'Ironic in plain words', body: { error_message: 'Node 7 is gone' }, reason: 'Node 7 is gone' },
  {
    from: 'Octavia',
    body: { faultcode: 'Client', faultstring: 'Load balancer 7 not found.', debuginfo: null },
    reason: 'Load balancer 7 not found.',
  },
  {
    from: 'Heat',
    body: {
      code: 404,
      title: 'Not Found',
      explanation: 'The resource could not be found.',
      error: {
        message: 'The Stack (7) could not be found.',
        type: 'EntityNotFound',
        traceback: 'Traceback …',
      },
    },
    reason: 'The Stack (7) could not be found.',
  },
  {
    from: 'Heat without details',
    body: { code: 404, title: 'Not Found', explanation: 'The resource could not be found.' },
    reason: 'The resource could not be found.',
  },
  {
    from: 'Designate',
    body: {
      code: 400,
      type: 'invalid_object',
      message: 'Provided object does not match schema',
      errors: { errors: [{ path: ['name'], message: 'is no name' }] },
      request_id: 'req-1',
    },
    reason: 'Provided object does not match schema',
  },
  {
    from: 'Designate without a message',
    body: {
      code: 400,
      type: 'invalid_object',
      errors: { errors: [{ path: ['name'], message: 'is no name' }] },
    },
    reason: 'is no name',
  },
  {
    from: 'Barbican',
    body: {
      code: 404,
      title: 'Secret not found.',
      description: 'Not Found. Sorry but your secret is in another castle',
    },
    reason: 'Not Found. Sorry but your secret is in another castle',
  },
  {
    from: 'Swift',
    body: '<html><h1>Not Found</h1><p>The resource could not be found.</p></html>',
    reason: 'The resource could not be found.',
  },
  { from: 'nginx', status: 413, body: nginxHtml, reason: 'Request Entity Too Large' },
  {
    from: 'HAProxy',
    status: 503,
    body: '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n',
    reason: 'No server is available to handle this request.',
  },
  {
    from: 'a page with a heading only',
    body: '<html><body><h1>Forbidden</h1></body></html>',
    reason: 'Forbidden',
  },
  {
    from: 'a page with a title only',
    body: '<html><head><title>Oops</title></head><body></body></html>',
    reason: 'Oops',
  },
  {
    from: 'a page with scripts and styles',
    body: '<html><body><style>p {color: red}</style><script>if (a < b) alert("x")</script><p>Blocked by &ldquo;WAF&rdquo; &#8212; rule 7</p></body></html>',
    reason: 'Blocked by &ldquo;WAF&rdquo; — rule 7',
  },
  {
    from: 'an OAuth server',
    body: { error: 'invalid_client', error_description: 'x' },
    reason: 'invalid_client',
  },
  {
    from: 'an API gateway',
    body: { message: 'no Route matched with those values' },
    reason: 'no Route matched with those values',
  },
  { from: 'a JSON string', type: 'application/json', body: '"Too busy"', reason: 'Too busy' },
  {
    from: 'JSON that says it is text',
    type: 'text/plain',
    body: '{"message": "in disguise"}',
    reason: 'in disguise',
  },
  {
    from: 'JSON of a special type',
    type: 'application/problem+json',
    body: '{"title": "Bad", "detail": "Very bad"}',
    reason: 'Very bad',
  },
  {
    from: 'JSON that is cut',
    type: 'application/json',
    body: '{"message": "cut',
    reason: '{"message": "cut',
  },
  {
    from: 'plain text',
    body: 'Proxy error: upstream\n  timed out',
    reason: 'Proxy error: upstream timed out',
  },
  {
    from: 'plain text that is the status line only',
    status: 502,
    body: '502 Bad Gateway\n',
    reason: 'Bad Gateway',
  },
  { from: 'nobody', body: '', reason: '' },
  { from: 'an empty object', body: {}, reason: '{}' },
  { from: 'an author of comparisons', body: 'min_ram: 5 < 6 and 7 > 6', reason: 'min_ram: 5 < 6 and 7 > 6' },
];

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function typeOf({ type, body }: Case): string {
  if (type !== undefined) return type;
  if (typeof body !== 'string') return 'application/json';
  return body.startsWith('<') ? 'text/html; charset=UTF-8' : 'text/plain';
}

for (const one of cases) {
  test(`the words of ${one.from}`, () => {
    assert.equal(reasonFrom(textOf(one.body), typeOf(one), one.status ?? 400), one.reason);
  });
}

test('no content type makes no difference to JSON and HTML', () => {
  assert.equal(reasonFrom(JSON.stringify(glanceJson), undefined, 404), 'No image found with ID 7');
  assert.equal(reasonFrom(glanceHtml, undefined, 404), "No image found with ID 'a&b'");
});
