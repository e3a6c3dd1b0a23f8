// OpenTelemetry's SDK reads the environment by itself: where to send spans, how many, and under which name. It is loaded only where
// one of its variables asks for it.
import { setTimeout } from 'node:timers/promises';
import {
  context,
  diag,
  DiagLogLevel,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';
import { Outage } from './outage.ts';
import { traceStatements } from './trace-statements.ts';
import type { Tracing } from './tracing.ts';

const SEND_WITHIN = 2_000; // 2 seconds, at the end: a collector that is away must not hold up a restart

export function openTracing({ logger }: { logger: Logger }): Tracing {
  reportTo(logger);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'colloquy' }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer('colloquy');

  return {
    async request({ method, headers, route }, answer) {
      const attributes = { 'http.request.method': method, 'http.route': route };
      const parent = propagation.extract(ROOT_CONTEXT, headers, {
        get: (carrier, name) => carrier.get(name) ?? undefined,
        keys: (carrier) => [...carrier.keys()],
      });
      const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
      return await within(span, async () => {
        const response = await answer();
        span.setAttribute('http.response.status_code', response.status);
        if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        return response;
      });
    },
    async operation({ name, kind }, answer) {
      const attributes = {
        ...(kind !== null && { 'graphql.operation.type': kind }),
        ...(name !== null && { 'graphql.operation.name': name }),
      };
      const span = tracer.startSpan([kind ?? 'operation', name ?? ''].join(' ').trimEnd(), { attributes });
      return await within(span, async () => {
        const result = await answer();
        const code = findCode(result);
        if (code !== null) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', code);
        return result;
      });
    },
    watchPool: (pool) => traceStatements(pool, tracer),
    async close() {
      await Promise.race([provider.shutdown(), setTimeout(SEND_WITHIN, undefined, { ref: false })]);
      context.disable();
      propagation.disable();
      diag.disable();
    },
  };
}

async function within<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } finally {
    span.end();
  }
}

/** The code of the first error of a GraphQL result. */
function findCode(result: object): string | null {
  const errors: unknown = 'errors' in result ? result.errors : undefined;
  const error: unknown = Array.isArray(errors) ? errors[0] : null;
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return null;
  const { extensions } = error;
  return typeof extensions === 'object' && extensions !== null && 'code' in extensions ? String(extensions.code) : null;
}

/** Reports a collector that cannot be reached as any other outage. */
function reportTo(logger: Logger): void {
  const outage = new Outage({ logger, text: 'traces cannot be sent' });
  const tell = (message: string, ...rest: unknown[]) => outage.tell([message, ...rest].map(String).join(' '));
  const ignore = () => undefined;
  diag.setLogger({ error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
}
