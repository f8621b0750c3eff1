// Spans of OpenTelemetry for every call and every transfer: node observability/opentelemetry.js
import { subscribe } from 'node:diagnostics_channel';
import { type Attributes, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { connect, isHttpError, type SessionEvent } from '@ostk/sdk';

const types: readonly SessionEvent['type'][] = [
  'request:start',
  'request:retry',
  'request:end',
  'request:error',
  'transfer:start',
  'transfer:end',
  'transfer:error',
];

function isEvent(message: unknown): message is SessionEvent {
  return typeof message === 'object' && message !== null && 'type' in message;
}

/** Makes spans of what happens on all connections of this process. */
function traceOstk(tracer: Tracer): void {
  // All events of a call hold the same object.
  const spans = new WeakMap<object, Span>();

  function finish(key: object, attributes: Attributes, error?: unknown): void {
    const span = spans.get(key);
    span?.setAttributes(attributes);
    if (error !== undefined) {
      span?.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      span?.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : '' });
    }
    span?.end();
  }

  function onEvent(event: SessionEvent): void {
    switch (event.type) {
      case 'request:start': {
        const { service = 'other', method, route, url, sentRequestId } = event.request;
        const { hostname, port } = new URL(url);
        // The route has {id} where the URL has an id: there are as many names as the API has routes.
        const span = tracer.startSpan(`${method} ${service} ${route}`, { kind: SpanKind.CLIENT });
        span.setAttributes({
          'http.request.method': method,
          'url.template': route,
          'server.address': hostname,
          'server.port': Number(port),
          'openstack.service': service,
          'openstack.global_request_id': sentRequestId,
        });
        spans.set(event.request, span);
        break;
      }
      case 'request:retry':
        spans.get(event.request)?.addEvent('retry', { attempt: event.attempt, delay: event.delay });
        break;
      case 'request:end':
        finish(event.request, {
          'http.response.status_code': event.status,
          'http.request.resend_count': event.attempts - 1,
          'openstack.request_id': event.requestId ?? '',
        });
        break;
      case 'request:error':
        finish(
          event.request,
          {
            'http.request.resend_count': event.attempts - 1,
            ...(isHttpError(event.error) && { 'http.response.status_code': event.error.status }),
          },
          event.error,
        );
        break;
      case 'transfer:start':
        spans.set(event.transfer, tracer.startSpan(`${event.transfer.direction} image`));
        break;
      case 'transfer:end':
        finish(event.transfer, { 'openstack.image_id': event.transfer.imageId });
        break;
      case 'transfer:error':
        finish(event.transfer, { 'openstack.image_id': event.transfer.imageId }, event.error);
        break;
      case 'transfer:progress':
      case 'login:start':
      case 'login:end':
      case 'login:error':
        break;
    }
  }

  for (const type of types) {
    subscribe(`ostk:${type}`, (message) => {
      if (isEvent(message)) onEvent(message);
    });
  }
}

// In a program of yours this is an exporter to your collector.
const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
const tracer = trace.getTracer('my-program');
traceOstk(tracer);

await tracer.startActiveSpan('publish', async (span) => {
  await using conn = await connect();
  const image = await conn.image.uploadImage({
    name: 'traced',
    diskFormat: 'raw',
    containerFormat: 'bare',
    data: new Uint8Array(1024),
  });
  await conn.image.downloadImage(image);
  await conn.image.deleteImage(image);
  await conn.image.getImage(image.id).catch(() => 'it is gone, and its span says so');
  span.end();
});

for (const span of exporter.getFinishedSpans()) {
  const parent = span.parentSpanContext === undefined ? '' : '  ';
  const failed = span.status.code === SpanStatusCode.ERROR ? ` ${String(span.attributes['error.type'])}` : '';
  const status = span.attributes['http.response.status_code'] ?? '';
  process.stdout.write(`${parent}${span.name} ${String(status)}${failed}\n`);
}
await provider.shutdown();
