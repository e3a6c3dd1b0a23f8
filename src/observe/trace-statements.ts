import { context, SpanKind, SpanStatusCode, trace, type Span, type Tracer } from '@opentelemetry/api';
import type { Pool, PoolClient } from 'pg';

/**
 * Adds a span for each statement that is sent while an operation is traced. It has the name of the statement, and neither its
 * text nor its values. What runs in the background, or for a subscription that has long been answered, has no span.
 */
export function traceStatements(pool: Pool, tracer: Tracer): void {
  replace(pool, 'connect', (connect, [callback]) =>
    // The pool calls back from whatever gave the connection back, which belongs to another operation.
    isFunction(callback) ? connect([context.bind(context.active(), callback)]) : connect([]),
  );
  pool.on('connect', (client) => traceClient(client, tracer));
}

function traceClient(client: PoolClient, tracer: Tracer): void {
  replace(client, 'query', (query, parameters) => {
    if (trace.getActiveSpan()?.isRecording() !== true) return query(parameters);

    const [statement] = parameters;
    const span = startSpan(tracer, statement);
    const callback = parameters.at(-1);
    if (isFunction(callback)) {
      const done = (error: unknown, ...rest: unknown[]): unknown => {
        end(span, error);
        return Reflect.apply(callback, undefined, [error, ...rest]);
      };
      return query([...parameters.slice(0, -1), context.bind(context.active(), done)]);
    }
    const result = query(parameters);
    if (result instanceof Promise)
      void result.then(
        () => end(span, null),
        (error: unknown) => end(span, error),
      );
    else end(span, null);
    return result;
  });
}

function startSpan(tracer: Tracer, statement: unknown): Span {
  const { text, returns } = describe(statement);
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'STATEMENT';
  return tracer.startSpan(returns ?? verb, {
    kind: SpanKind.CLIENT,
    attributes: {
      'db.system': 'postgresql',
      'db.system.name': 'postgresql',
      'db.operation.name': verb,
      ...(returns !== null && { 'db.query.summary': returns }),
    },
  });
}

/** What the driver was given: a text, or an object with it, which is one of our own where it has a name. */
function describe(statement: unknown): { text: string; returns: string | null } {
  if (typeof statement === 'string') return { text: statement, returns: null };
  if (typeof statement !== 'object' || statement === null) return { text: '', returns: null };
  const text = 'text' in statement && typeof statement.text === 'string' ? statement.text : '';
  const returns: unknown = 'returns' in statement ? statement.returns : null;
  const hasName = typeof returns === 'object' && returns !== null && 'name' in returns;
  return { text, returns: hasName ? String(returns.name) : null };
}

function end(span: Span, error: unknown): void {
  if (error !== null && error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

type Call = (parameters: unknown[]) => unknown;

/** Puts a function in the place of a method, whose overloads it passes on as they are. */
function replace(owner: object, name: string, replacement: (original: Call, parameters: unknown[]) => unknown): void {
  const original: unknown = Reflect.get(owner, name);
  if (!isFunction(original)) throw new Error(`Expected a method ${name}.`);
  Reflect.set(owner, name, function (this: unknown, ...parameters: unknown[]) {
    return replacement((given) => Reflect.apply(original, this, given), parameters);
  });
}

function isFunction(value: unknown): value is (...parameters: unknown[]) => unknown {
  return typeof value === 'function';
}
