import { OperationTypeNode, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import { admit } from './admit.ts';
import type { Arrivals } from './arrivals.ts';
import type { Limits } from '../config/limits.ts';
import type { KeptAnswers } from '../domain/kept-answers.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { Delivery } from '../live/delivery/delivery.ts';
import { CLIENT_LEFT, OK } from '../observe/observation.ts';
import { Budget } from '../session/budget.ts';
import type { Client } from '../session/rates.ts';
import { mayWrite } from '../session/session.ts';
import { TimeSlices } from '../session/time-slices.ts';
import { DearQueries } from './dear-queries.ts';
import { createDocuments, resolveOperation, type DocumentRules } from './documents/documents.ts';
import { trustDocuments, type AdmittedDocuments, type TrustOptions } from './documents/trusted-documents.ts';
import { Executor, type Execution } from './executor/executor.ts';
import type { WrittenResult } from './executor/json-text.ts';
import { Reuse } from './reuse/reuse.ts';
import { Examiner } from './examine.ts';
import { followSignal, untilAborted } from './follow-signal.ts';
import { boundErrors, maskError, maskResult } from './masking.ts';
import {
  createSession,
  type CreateBudget,
  type CreateContext,
  type Operation,
  type OperationRequest,
} from './operation.ts';
import type { Rates } from './rates/rates.ts';
import type { RunningWork } from './running-work.ts';
import type { ResponseStream } from './subscriptions/response-stream.ts';
import { subscribe } from './subscriptions/subscribe.ts';

interface EngineSettings extends DocumentRules, TrustOptions {
  readonly createContext: CreateContext;
  readonly delivery: Delivery;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly limits: Limits;
  readonly rates: Rates;
  readonly work: RunningWork;
  readonly arrivals: Arrivals;
  readonly answers: KeptAnswers;
}

interface EngineOptions extends EngineSettings {
  readonly createBudget: CreateBudget;
  readonly dearQueries: DearQueries;
  readonly executor: Executor;
  readonly examiner: Examiner;
  readonly reuse: Reuse;
}

/** One engine behind both doors: the same documents, limits, executions and errors, however an operation arrived. */
export interface Engine
  extends Omit<AdmittedDocuments, 'has' | 'parse'>, Pick<Rates, 'countRefused' | 'requireFewFaulty'> {
  /**
   * Parses a document for a client. A new text is not looked at where too many of its client's were refused.
   *
   * @throws {CodedError} `RATE_LIMITED`, or as {@link AdmittedDocuments.parse}
   */
  parse(source: string, client: Client): DocumentNode;
  /** Executes a query or a mutation: bounded in time, in a context of its own, with its errors masked. */
  execute(operation: Operation, request: OperationRequest): Promise<WrittenResult>;
  /** Starts a subscription, whose results go to the operation's sink; or says why it cannot start. */
  subscribe(operation: Operation, request: OperationRequest): Promise<ResponseStream | WrittenResult>;
}

export function createEngine(settings: EngineSettings): Engine {
  const slices = new TimeSlices();
  const { limits } = settings;
  const options: EngineOptions = {
    ...settings,
    createBudget: (work) => new Budget({ limits, slices, ...work }),
    dearQueries: new DearQueries(limits),
    executor: new Executor(settings),
    examiner: new Examiner(settings),
    reuse: new Reuse(settings),
  };
  const documents = trustDocuments(createDocuments(options), options);
  return {
    ...documents,
    parse(source, client) {
      if (!documents.has(source)) options.rates.requireFewFaulty(client);
      return documents.parse(source);
    },
    requireFewFaulty: (client) => options.rates.requireFewFaulty(client),
    countRefused: (client) => options.rates.countRefused(client),
    execute: (operation, request) => options.work.track(execute(operation, { ...options, request })),
    subscribe: (operation, request) => start(operation, { ...options, request }),
  };
}

async function execute(
  operation: Operation,
  { request, ...options }: EngineOptions & { readonly request: OperationRequest },
): Promise<WrittenResult> {
  const { logger, limits } = options;
  const { requestId, observation } = operation;
  try {
    const definition = resolveOperation(request.document, request.operationName);
    if (definition.operation === OperationTypeNode.MUTATION) {
      requireWriter(operation);
      await options.arrivals.pass();
    }
    const { price, faults, variables, key } = await admit(operation, { ...options, request, definition });
    if (faults.length > 0) {
      return observation.answer({ errors: faults.map((fault) => maskError(fault, { logger, requestId })) });
    }
    const { document } = request;
    const query = { document, variables, identity: operation.identity, key };
    const result = await options.reuse.run(query, async () => {
      const made = await run(operation, { ...options, document, variables, price, definition });
      const masked = boundErrors(
        maskResult(made, { kind: definition.operation, logger, requestId, most: limits.resultErrors }),
        limits.requestErrors,
      );
      return masked.data === undefined ? masked : { ...masked, extensions: { cost: { price, limit: limits.price } } };
    });
    return observation.answer(result);
  } catch (error) {
    if (operation.signal.aborted) observation.end(CLIENT_LEFT);
    return observation.answer({ errors: [maskError(error, { logger, requestId })] });
  }
}

/** Here, so that no mutation can forget it. */
function requireWriter({ identity }: Operation): void {
  if (mayWrite(identity)) return;
  throw new CodedError('FORBIDDEN', 'Expected an API token with the scope WRITE for a mutation.');
}

/** Starts a subscription, and reports that it has started or why it could not. */
async function start(
  operation: Operation,
  options: EngineOptions & { readonly request: OperationRequest },
): Promise<ResponseStream | WrittenResult> {
  const result = await subscribe(operation, options);
  if (!(Symbol.asyncIterator in result)) return operation.observation.answer(result);
  operation.observation.end(OK);
  return result;
}

/**
 * Runs a query or a mutation until it is done, its time is over, its budget is spent, or its client has left. A query ends at
 * once then. A mutation goes on to its next field, so that the answer says what was done by then.
 */
async function run(
  operation: Operation,
  options: EngineOptions & {
    readonly document: DocumentNode;
    readonly definition: OperationDefinitionNode;
    readonly variables: Execution['variables'];
    readonly price: number;
  },
): Promise<WrittenResult> {
  const { createContext, now, limits, createBudget, dearQueries, document, definition, variables, price } = options;
  const { controller, release } = followSignal(operation.signal);
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(tookTooLong(limits)), limits.executionMs);
  const endsWhole = definition.operation !== OperationTypeNode.MUTATION;
  // In a turn of its own: the executor would throw in the middle of a list, and lose the promises that it holds by then.
  const onSpent = (error: CodedError) => void setImmediate(() => controller.abort(error));
  const budget = createBudget({ signal, ...(endsWhole && { onSpent }) });
  try {
    const execution = {
      document,
      operation: definition,
      variables,
      context: createContext(createSession(operation, { now, budget }), { signal }),
    };
    if (!endsWhole) return await options.executor.execute(execution);
    return await dearQueries.run({ price, signal, run: () => executeQuery(execution, { ...options, signal }) });
  } finally {
    clearTimeout(timer);
    release();
  }
}

/** Executes a query, for as long as its result is wanted. */
async function executeQuery(
  execution: Execution,
  { executor, signal }: EngineOptions & { readonly signal: AbortSignal },
): Promise<WrittenResult> {
  const result = executor.execute(execution);
  return result instanceof Promise ? await untilAborted(result, signal) : result;
}

function tookTooLong({ executionMs }: Limits): CodedError {
  return new CodedError(
    'SERVICE_UNAVAILABLE',
    `The operation took longer than ${executionMs / 1_000} seconds and was ended.`,
  );
}
