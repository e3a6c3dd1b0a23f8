import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Limits } from '../../config/limits.ts';
import { isDatabaseAway } from '../../data/database/database-away.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { toError } from '../../errors/to-error.ts';
import type { EventResult, SharedExecution } from '../../live/delivery/subscriber.ts';
import type { LiveEvent } from '../../live/feeds/feed.ts';
import type { Budget } from '../../session/budget.ts';
import type { Identity, Session } from '../../session/session.ts';
import type { Execution, Executor } from '../executor/executor.ts';
import type { WrittenResult } from '../executor/json-text.ts';
import { untilAborted } from '../follow-signal.ts';
import { findCause, maskResult } from '../masking.ts';
import type { CreateBudget, CreateContext } from '../operation.ts';
import { boundEvent } from '../price/price.ts';
import { toEventResult } from './event-result.ts';

/** What a subscription asks of each event. */
interface EventExecution {
  readonly query: Pick<Execution, 'document' | 'operation' | 'variables'>;
  readonly executor: Executor;
  readonly createContext: CreateContext;
  readonly createBudget: CreateBudget;
  readonly limits: Limits;
  readonly logger: Logger;
}

/** Work that many subscribers share has no owner whose disconnect could cancel it. */
export const NEVER = new AbortController().signal;

/** An event could not be executed. Its cause says why; it is tried again. */
export class EventFailedError extends Error {
  constructor(cause: unknown) {
    super('An event could not be executed.', { cause });
    this.name = 'EventFailedError';
  }
}

/**
 * Executes an event for one subscriber.
 *
 * @throws {EventFailedError} where the event cannot be read now: sent as it is, it would be lost. It is tried again.
 */
export async function executeAlone(
  createSession: (budget: Budget) => Session,
  execution: EventExecution & { readonly event: LiveEvent; readonly requestId: string },
): Promise<EventResult> {
  return toEventResult(requireData(await executeEvent(createSession, execution), execution));
}

/**
 * Executes events once for every subscriber that asks the same, with the permissions that all of them share. Where a
 * document asks for the viewer there is no such result, and each subscriber gets its own.
 *
 * It outlives the subscriber that it was made for, so it holds nothing of it: no context, no sink, no request id.
 */
export function shareExecution({
  key,
  viewpoint,
  now,
  ...execution
}: EventExecution & {
  readonly key: string;
  readonly viewpoint: Identity;
  readonly now: () => Date;
}): SharedExecution {
  const requestId = randomUUID();
  return {
    key,
    async execute(event) {
      const depends = { onViewer: false };
      const createSession = (budget: Budget): Session => ({
        viewpoint,
        requestId,
        budget,
        address: null,
        now,
        get identity(): Identity {
          depends.onViewer = true;
          throw new DependsOnViewerError();
        },
      });
      const result = await executeEvent(createSession, { ...execution, event });
      return depends.onViewer ? null : toEventResult(requireData(result, { ...execution, requestId }));
    },
  };
}

/** Executes an event until its time is over or its budget is spent. Its steps then wait for ever, and are left as garbage. */
async function executeEvent(
  createSession: (budget: Budget) => Session,
  { event, query, executor, createContext, createBudget, limits }: EventExecution & { readonly event: LiveEvent },
): Promise<WrittenResult> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(tookTooLong(limits)), limits.executionMs);
  const onSpent = (error: CodedError) => void setImmediate(() => controller.abort(error)); // as for a query
  const budget = createBudget({ signal, limits: boundEvent(limits), onSpent });
  try {
    const context = createContext(createSession(budget), { signal });
    const result = executor.execute({ ...query, rootValue: event, context });
    return result instanceof Promise ? await untilAborted(result, signal) : result;
  } catch (error) {
    return { errors: [new GraphQLError('The execution was ended.', { originalError: toError(error) })] };
  } finally {
    clearTimeout(timer);
  }
}

function requireData(
  result: WrittenResult,
  { requestId, logger }: { readonly requestId: string; readonly logger: Logger },
): WrittenResult {
  const masked = maskResult(result, { kind: 'subscription', requestId, logger });
  if (masked.data !== undefined) return masked;

  // An answer that is too large now is too large the next time.
  if (masked.errors?.some(({ extensions }) => extensions['code'] === 'QUERY_TOO_COMPLEX') === true) return masked;
  const causes = (result.errors ?? []).map(findCause); // a masked error says nothing to who reports it
  throw new EventFailedError(causes.find((cause) => isDatabaseAway(cause)) ?? causes[0]);
}

function tookTooLong({ executionMs }: Limits): CodedError {
  return new CodedError(
    'SERVICE_UNAVAILABLE',
    `The event took longer than ${executionMs / 1_000} seconds and was ended.`,
  );
}

/** Ends the field that asks for the viewer: a shared execution has none. */
class DependsOnViewerError extends Error {}
