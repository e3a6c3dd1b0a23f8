import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { LiveEvent } from '../live/feeds/feed.ts';
import { CodedError } from '../errors/coded-error.ts';
import { resolveOperation } from './documents/document-rules.ts';
import { EventStream } from './event-stream.ts';
import { LiveResult } from './live-result.ts';
import { isLiveSource, type LiveSource } from '../live/delivery/live-source.ts';
import { followSignal } from './follow-signal.ts';
import type { Limits } from '../config/limits.ts';
import { boundErrors, maskError, maskResult } from './masking.ts';
import { createSession, type CreateContext, type Operation, type WireContext } from './operation.ts';
import { resumeAfter } from './resume-after.ts';
import { findSharedKey } from './shared-key.ts';
import { NEVER, renderFor, requireResult, shareRendering } from './shared-rendering.ts';
import type { RunningWork } from './running-work.ts';

export interface ExecutionRules {
  readonly createContext: CreateContext;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly limits: Limits;
  readonly hasSuggestions: boolean;
  readonly work: RunningWork;
}

type Execute = (args: ExecutionArgs & Record<string, unknown>) => unknown;

/**
 * Executes, on every wire: with a context of its own for each execution, bounded in time, its errors masked.
 *
 * A subscription is one execution an event. GraphQL itself keeps one context for all events, and a loader in it would
 * answer the second event with what was true at the first: https://github.com/graphql/graphql-js/issues/894
 */
export function useExecutionRules(rules: ExecutionRules): Plugin<WireContext, WireContext> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      setExecuteFn(() =>
        rules.work.track(executeOnce(args, { rules, operation: args.contextValue.operation, execute: executeFn })),
      );
    },
    onSubscribe({ args, setSubscribeFn }) {
      setSubscribeFn(() => subscribe(args, { rules, operation: args.contextValue.operation }));
    },
  };
}

async function executeOnce(
  args: ExecutionArgs,
  { rules, operation, execute }: { rules: ExecutionRules; operation: Operation; execute: Execute },
): Promise<ExecutionResult> {
  const kind = resolveOperation(args.document, args.operationName).operation;
  const { controller, release } = followSignal(operation.signal);
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(tookTooLong(rules.limits)), rules.limits.executionMs);
  try {
    const contextValue = rules.createContext(createSession(operation, rules.now), { signal });
    const result = await execute({ ...args, contextValue, signal, hideSuggestions: !rules.hasSuggestions });
    const told = maskResult(asResult(result), { kind, logger: rules.logger, requestId: operation.requestId });
    return boundErrors(told, rules.limits.requestErrors);
  } catch (error) {
    if (operation.signal.aborted) throw error; // nobody is left to be told
    return { errors: [maskError(error, { logger: rules.logger, requestId: operation.requestId })] };
  } finally {
    clearTimeout(timer);
    release();
  }
}

async function subscribe(
  given: ExecutionArgs,
  { rules, operation }: { rules: ExecutionRules; operation: Operation },
): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  const mask = { kind: 'subscription', logger: rules.logger, requestId: operation.requestId } as const;
  const args = { ...resumeAfter(given, operation.lastEventId), hideSuggestions: !rules.hasSuggestions };

  try {
    const contextValue = rules.createContext(createSession(operation, rules.now), { signal: NEVER });
    const source = await createSourceEventStream({ ...args, contextValue });
    if (!(Symbol.asyncIterator in source)) return boundErrors(maskResult(source, mask), rules.limits.requestErrors);
    return isLiveSource(source)
      ? followLive(source, { args, key: findSharedKey(given), rules, operation })
      : followAlone(source, { args, rules, operation });
  } catch (error) {
    return { errors: [maskError(error, mask)] };
  }
}

/** Executes each event for one client alone, while it wants them. */
function followAlone(
  source: AsyncIterable<unknown>,
  { args, rules, operation }: { args: ExecutionArgs; rules: ExecutionRules; operation: Operation },
): EventStream {
  const mask = { kind: 'subscription', logger: rules.logger, requestId: operation.requestId } as const;
  const { controller, release } = followSignal(operation.signal);
  const { signal } = controller;
  return new EventStream(source, {
    signal,
    onEnd() {
      release();
      controller.abort();
    },
    async execute(event) {
      const contextValue = rules.createContext(createSession(operation, rules.now), { signal });
      return requireResult(await execute({ ...args, rootValue: event, contextValue }), mask);
    },
    explain: (error) => maskError(error, mask),
  });
}

/** Joins those who ask the same. Its execution is nobody's own, so that who leaves does not end it for the others. */
function followLive(
  source: LiveSource<LiveEvent>,
  { args, key, rules, operation }: { args: ExecutionArgs; key: string; rules: ExecutionRules; operation: Operation },
): LiveResult {
  const { now, createContext, logger } = rules;
  const mask = { logger, requestId: operation.requestId };
  const execution = { args, createContext, mask };
  const result = new LiveResult({
    outlet: operation.outlet,
    renderOwn: (event) => renderFor(createSession(operation, now), { ...execution, event }),
    explain: (error) => maskError(error, mask),
  });
  return result.follow(source, shareRendering({ ...execution, key, now, viewpoint: source.viewpoint }));
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
