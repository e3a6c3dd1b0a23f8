import { normalizedExecutor } from '@graphql-tools/executor';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { Limits } from '../config/limits.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { Delivery } from '../live/delivery/delivery.ts';
import { createDocuments, resolveOperation, type DocumentRules, type Documents } from './documents/documents.ts';
import { followSignal } from './follow-signal.ts';
import { boundErrors, maskError, maskResult } from './masking.ts';
import { createSession, type CreateContext, type Operation, type OperationRequest } from './operation.ts';
import type { RunningWork } from './running-work.ts';
import type { ResponseStream } from './subscriptions/response-stream.ts';
import { subscribe } from './subscriptions/subscribe.ts';

interface EngineOptions extends DocumentRules {
  readonly createContext: CreateContext;
  readonly delivery: Delivery;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly limits: Limits;
  readonly work: RunningWork;
}

/** One engine behind both doors: the same documents, limits, executions and errors, however an operation arrived. */
export interface Engine extends Documents {
  /** Executes a query or a mutation: bounded in time, in a context of its own, with its errors masked. */
  execute(operation: Operation, request: OperationRequest): Promise<ExecutionResult>;
  /** Starts a subscription, whose results go to the operation's sink; or says why it cannot start. */
  subscribe(operation: Operation, request: OperationRequest): Promise<ResponseStream | ExecutionResult>;
}

export function createEngine(options: EngineOptions): Engine {
  return {
    ...createDocuments(options),
    execute: (operation, request) => options.work.track(execute(operation, { ...options, request })),
    subscribe: (operation, request) => subscribe(operation, { ...options, request }),
  };
}

async function execute(
  operation: Operation,
  { request, ...options }: EngineOptions & { readonly request: OperationRequest },
): Promise<ExecutionResult> {
  const { schema, createContext, now, limits, logger, hasSuggestions } = options;
  const { document, operationName, variables } = request;
  const kind = resolveOperation(document, operationName).operation;
  const { controller, release } = followSignal(operation.signal);
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(tookTooLong(limits)), limits.executionMs);
  try {
    const result: unknown = await normalizedExecutor({
      schema,
      document,
      operationName: operationName ?? null,
      variableValues: variables ?? {},
      contextValue: createContext(createSession(operation, now), { signal }),
      signal,
      hideSuggestions: !hasSuggestions,
    });
    const masked = maskResult(asResult(result), { kind, logger, requestId: operation.requestId });
    return boundErrors(masked, limits.requestErrors);
  } catch (error) {
    // No client is left to be answered, and nothing has gone wrong that the log should tell.
    const cause = operation.signal.aborted ? new CodedError('SERVICE_UNAVAILABLE', 'The client has left.') : error;
    return { errors: [maskError(cause, { logger, requestId: operation.requestId })] };
  } finally {
    clearTimeout(timer);
    release();
  }
}

function tookTooLong({ executionMs }: Limits): CodedError {
  return new CodedError(
    'SERVICE_UNAVAILABLE',
    `The operation took longer than ${executionMs / 1_000} seconds and was ended.`,
  );
}

function asResult(result: unknown): ExecutionResult {
  if (typeof result === 'object' && result !== null) return result;
  throw new Error('Expected an execution to have a result.');
}
