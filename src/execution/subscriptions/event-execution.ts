import { randomUUID } from 'node:crypto';
import { execute, GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { EventResult, SharedExecution } from '../../live/delivery/subscriber.ts';
import type { LiveEvent } from '../../live/feeds/feed.ts';
import type { Identity, Session } from '../../session/session.ts';
import { maskResult } from '../masking.ts';
import type { CreateBudget, CreateContext } from '../operation.ts';
import { toEventResult } from './event-result.ts';

export type EventArgs = Omit<ExecutionArgs, 'contextValue' | 'rootValue'>;

/** What a subscription asks of each event. */
interface EventExecution {
  readonly args: EventArgs;
  readonly createContext: CreateContext;
  readonly createBudget: CreateBudget;
  readonly logger: Logger;
}

/** Work that many subscribers share has no owner whose disconnect could cancel it. */
export const NEVER = new AbortController().signal;

/**
 * Executes an event for one subscriber.
 *
 * @throws where the event cannot be read now: sent as it is, it would be lost. It is tried again.
 */
export async function executeAlone(
  session: Session,
  execution: EventExecution & { readonly event: LiveEvent },
): Promise<EventResult> {
  return toEventResult(
    requireData(await executeEvent(session, execution), { ...execution, requestId: session.requestId }),
  );
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
      const session: Session = {
        viewpoint,
        requestId,
        budget: execution.createBudget({ signal: NEVER }),
        address: null,
        now,
        get identity(): Identity {
          depends.onViewer = true;
          throw new DependsOnViewerError();
        },
      };
      const result = await executeEvent(session, { ...execution, event });
      return depends.onViewer ? null : toEventResult(requireData(result, { ...execution, requestId }));
    },
  };
}

async function executeEvent(
  session: Session,
  { event, args, createContext }: EventExecution & { readonly event: LiveEvent },
): Promise<ExecutionResult> {
  return await execute({ ...args, rootValue: event, contextValue: createContext(session, { signal: NEVER }) });
}

function requireData(
  result: ExecutionResult,
  { requestId, logger }: { readonly requestId: string; readonly logger: Logger },
): ExecutionResult {
  const masked = maskResult(result, { kind: 'subscription', requestId, logger });
  if (masked.data !== undefined) return masked;

  const error = masked.errors?.[0] ?? new Error('Expected the result of an event to have data.');
  // An answer that is too large now is too large the next time.
  if (error instanceof GraphQLError && error.extensions['code'] === 'QUERY_TOO_COMPLEX') return masked;
  throw error;
}

/** Ends the field that asks for the viewer: a shared execution has none. */
class DependsOnViewerError extends Error {}
