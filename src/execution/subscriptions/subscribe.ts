import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Limits } from '../../config/limits.ts';
import type { Delivery } from '../../live/delivery/delivery.ts';
import { SourceStream } from '../../live/delivery/source-stream.ts';
import type { LiveEvent } from '../../live/feeds/feed.ts';
import { admitSubscription } from '../admit.ts';
import type { Examiner } from '../examine.ts';
import { pickDeclaredVariables } from '../documents/declared-variables.ts';
import { resolveOperation } from '../documents/documents.ts';
import type { Execution, Executor } from '../executor/executor.ts';
import type { WrittenResult } from '../executor/json-text.ts';
import { boundErrors, maskError, maskResult } from '../masking.ts';
import type { Rates } from '../rates/rates.ts';
import type { StreamLease } from '../rates/streams.ts';
import {
  createSession,
  type CreateBudget,
  type CreateContext,
  type Operation,
  type OperationRequest,
} from '../operation.ts';
import { executeAlone, NEVER, shareExecution } from './event-execution.ts';
import { ResponseStream } from './response-stream.ts';
import { resumeAfter } from './resume-after.ts';
import { findSharedKey } from './shared-key.ts';

interface SubscribeOptions {
  readonly request: OperationRequest;
  readonly schema: GraphQLSchema;
  readonly createContext: CreateContext;
  readonly delivery: Delivery;
  readonly createBudget: CreateBudget;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly limits: Limits;
  readonly rates: Rates;
  readonly hasSuggestions: boolean;
  readonly examiner: Examiner;
  readonly executor: Executor;
}

/**
 * Starts a subscription. Each event is an execution with a context of its own: GraphQL keeps one context for all events, and
 * a loader in it would answer the second event with what was true at the first
 * (https://github.com/graphql/graphql-js/issues/894).
 */
export async function subscribe(
  operation: Operation,
  options: SubscribeOptions,
): Promise<ResponseStream | WrittenResult> {
  const { createContext, createBudget, now, logger, limits } = options;
  let lease: StreamLease | null = null;
  const mask = { kind: 'subscription', logger, requestId: operation.requestId, most: limits.resultErrors } as const;
  try {
    const admitted = await admitSubscription(operation, options);
    ({ lease } = admitted);
    const { faults, variables } = admitted;
    if (faults.length > 0) {
      lease?.release();
      return { errors: faults.map((fault) => maskError(fault, mask)) };
    }
    const args = readArgs(options);
    const { document, operationName } = options.request;
    const query = { document, operation: resolveOperation(document, operationName), variables };
    const session = createSession(operation, { now, budget: createBudget({ signal: NEVER }) });
    const contextValue = createContext(session, { signal: NEVER });
    const source = await createSourceEventStream({ ...resumeAfter(args, operation.lastEventId), contextValue });
    if (isSourceStream(source))
      return follow(source, { ...options, operation, query, key: findSharedKey(args), lease });
    if (Symbol.asyncIterator in source) throw new Error('Expected a subscription to have a source stream of ours.');
    lease?.release();
    return boundErrors(maskResult(requireRefusal(source), mask), limits.requestErrors);
  } catch (error) {
    lease?.release();
    return { errors: [maskError(error, mask)] };
  }
}

function isSourceStream(source: object): source is SourceStream<LiveEvent> {
  return source instanceof SourceStream;
}

/** Without a stream there is no data: only errors that say why. */
function requireRefusal({ errors, data }: ExecutionResult): WrittenResult {
  if (errors !== undefined && !data) return { errors };
  throw new Error('Expected a subscription to start, or to say why it does not.');
}

function readArgs({ schema, request, hasSuggestions }: SubscribeOptions): ExecutionArgs {
  const { document, operationName } = request;
  return {
    schema,
    document,
    operationName: operationName ?? null,
    variableValues: pickDeclaredVariables(request),
    hideSuggestions: !hasSuggestions,
  };
}

function follow(
  source: SourceStream<LiveEvent>,
  {
    operation,
    query,
    key,
    lease,
    delivery,
    ...options
  }: SubscribeOptions & {
    readonly operation: Operation;
    readonly query: Pick<Execution, 'document' | 'operation' | 'variables'>;
    readonly key: string;
    readonly lease: StreamLease | null;
  },
): ResponseStream {
  const { executor, createContext, createBudget, now, logger, limits } = options;
  const eventExecution = { query, executor, createContext, createBudget, logger, limits };
  const execution = shareExecution({
    ...eventExecution,
    key,
    viewpoint: source.viewpoint,
    now,
  });
  return new ResponseStream({
    sink: operation.sink,
    lease,
    execute: (event) =>
      executeAlone((budget) => createSession(operation, { now, budget }), {
        ...eventExecution,
        event,
        requestId: operation.requestId,
      }),
    explain: (error) => maskError(error, { logger, requestId: operation.requestId }),
  }).start((subscriber) => delivery.subscribe(source, { execution, subscriber }));
}
