import { Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { answerGet, answerResult } from './answer.ts';
import { resolveOperation } from '../execution/documents/documents.ts';
import type { Engine } from '../execution/engine.ts';
import type { WrittenResult } from '../execution/executor/json-text.ts';
import { HttpFault } from './http-fault.ts';
import type { Limits } from '../config/limits.ts';
import { boundErrors, maskError } from '../execution/masking.ts';
import { EVENT_STREAM, PLAIN_JSON, type Accepted } from './negotiate.ts';
import { callWhenOver } from '../execution/identity/call-when-over.ts';
import type { Operation } from '../execution/operation.ts';
import { isNobody, type Identity } from '../session/session.ts';
import { readParams } from './request-params.ts';
import { onlyResult, streamResults, type StreamOptions } from './events/sse.ts';
import type { EventSink } from './events/event-sink.ts';

/** An operation that arrived by HTTP, which Yoga carries through its pipeline. */
export interface HttpContext {
  readonly operation: Operation & { readonly sink: EventSink };
  /** What its client takes. */
  readonly accepted: Accepted;
  /** Reads its credential again. */
  readonly verify: () => Promise<Identity>;
}

export interface HttpRules {
  readonly engine: Engine;
  readonly limits: Limits;
  readonly logger: Logger;
  /** Aborted when streams are to end. */
  readonly ending: AbortSignal;
}

type Result = WrittenResult | AsyncIterable<WrittenResult>;
type ResultProcessorInput = Result | WrittenResult[];

/** What HTTP adds to an operation: how it is read from a request, and how its result becomes a response. */
export function useHttpRules({ engine, limits, logger, ending }: HttpRules): Plugin<HttpContext, HttpContext> {
  return {
    onRequestParse({ setRequestParser }) {
      setRequestParser((request) => readParams(request, { maxBytes: limits.bodyBytes, documents: engine }));
    },
    onParse() {
      return ({ result, context }) => {
        if (!isDocument(result)) return;
        const definition = resolveOperation(result, context.params.operationName);
        context.operation.observation.identify(definition);
        if (definition.operation === OperationTypeNode.MUTATION && context.request.method === 'GET')
          throw mutationByGet();
      };
    },
    onResultProcess({ request, result, setResultProcessor, serverContext: { operation, accepted, verify } }) {
      const { json, takesStream } = accepted;
      const whole = asResult(result);
      const whenOver: StreamOptions['whenOver'] = (call) =>
        callWhenOver(operation.identity, { verify, everyMs: limits.recheckMs, call });
      const stream = (results: AsyncIterator<WrittenResult>) =>
        streamResults(results, { limits, ending, whenOver, sink: operation.sink });

      if (Symbol.asyncIterator in whole) {
        const results = whole[Symbol.asyncIterator]();
        if (!takesStream) void results.return?.();
        setResultProcessor(
          () => (takesStream ? stream(results) : refuseStream(operation, { accepted, logger })),
          EVENT_STREAM,
        );
        return;
      }

      const masked = maskRequestErrors(whole, { limits, logger, requestId: operation.requestId });
      const fault = findFault(whole);
      if (fault?.rule) operation.observation.breaks(fault.rule);
      // What was executed has been reported, and charged, before.
      if (!operation.observation.isOver) void engine.countRefused(operation);
      operation.observation.answer(masked);
      const options = { accepted, ...(fault && { status: fault.status, headers: fault.headers }) };
      const answer =
        request.method === 'GET' && isNobody(operation.identity)
          ? answerGet(request, masked, options)
          : answerResult(masked, options);
      const isStreamed = json === null && takesStream && answer.status === 200;
      setResultProcessor(() => (isStreamed ? stream(onlyResult(masked)) : answer), json ?? PLAIN_JSON);
    },
  };
}

/** Envelop hands a document on without its type. */
function isDocument(value: unknown): value is DocumentNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === Kind.DOCUMENT;
}

function mutationByGet(): HttpFault {
  return new HttpFault('A mutation is sent by POST.', { status: 405, headers: { allow: 'POST' } });
}

function refuseStream(
  { requestId }: Operation,
  { accepted, logger }: { accepted: Accepted; logger: Logger },
): Response {
  const fault = new HttpFault(`A subscription is answered as a stream: send \`Accept: ${EVENT_STREAM}\`.`, {
    status: 406,
  });
  return answerResult({ errors: [maskError(fault, { requestId, logger })] }, { accepted, status: fault.status });
}

/** The engine masks the results of executions; this is for what went wrong before it. */
function maskRequestErrors(
  result: WrittenResult,
  { limits, ...options }: { limits: Limits; logger: Logger; requestId: string },
): WrittenResult {
  if (result.errors === undefined || result.data !== undefined) return result;
  return boundErrors({ errors: result.errors.map((error) => maskError(error, options)) }, limits.requestErrors);
}

function findFault({ errors = [] }: WrittenResult): HttpFault | undefined {
  return errors.map(({ originalError }) => originalError).find((error) => error instanceof HttpFault);
}

function asResult(result: ResultProcessorInput): Result {
  if (Array.isArray(result)) throw new Error('Expected one result: batches are refused before.');
  return result;
}
