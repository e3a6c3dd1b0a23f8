import { execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Rendered, Rendering } from '../live/delivery/recipient.ts';
import type { LiveEvent } from '../live/feeds/feed.ts';
import type { Identity, Session } from '../session/session.ts';
import { maskResult, type MaskOptions } from './masking.ts';
import type { CreateContext } from './operation.ts';
import { findCursor } from '../http/sse.ts';

/** What one subscription asks of each event. */
export interface EventExecution {
  readonly args: ExecutionArgs;
  readonly createContext: CreateContext;
  readonly mask: MaskOptions;
}

/** Of what nobody can cancel: it is nobody's own. */
export const NEVER = new AbortController().signal;

/** Executes for one who asks. @throws where the event cannot be read now: handed out like that, it would be missed. */
export async function renderFor(
  session: Session,
  execution: EventExecution & { readonly event: LiveEvent },
): Promise<Rendered> {
  return toRendered(await executeEvent(session, execution), execution.mask);
}

/**
 * Executes once for all who ask the same, with the eyes of all of them. Where that asks who they are, there is no result
 * for all, and each gets their own.
 */
export function shareRendering(
  execution: EventExecution & { readonly viewpoint: Identity; readonly key: string; readonly now: () => Date },
): Rendering {
  const { viewpoint, key, now, mask } = execution;
  return {
    key,
    async render(event) {
      const depends = { onViewer: false };
      const session: Session = {
        viewpoint,
        requestId: mask.requestId,
        now,
        get identity(): Identity {
          depends.onViewer = true;
          throw new DependsOnViewerError();
        },
      };
      const result = await executeEvent(session, { ...execution, event });
      return depends.onViewer ? null : toRendered(result, mask);
    },
  };
}

async function executeEvent(
  session: Session,
  { event, args, createContext }: EventExecution & { readonly event: LiveEvent },
): Promise<ExecutionResult> {
  return await execute({ ...args, rootValue: event, contextValue: createContext(session, { signal: NEVER }) });
}

/**
 * What a client may know of an event's result.
 *
 * @throws where the event could not be read: it is not handed out, for it would be missed; it is tried again, or the
 * client resumes before it.
 */
export function requireResult(result: ExecutionResult, mask: MaskOptions): ExecutionResult {
  const told = maskResult(result, { kind: 'subscription', ...mask });
  if (told.data === undefined) throw told.errors?.[0] ?? new Error('The event has no data.');
  return told;
}

function toRendered(result: ExecutionResult, mask: MaskOptions): Rendered {
  const told = requireResult(result, mask);
  return { text: JSON.stringify(told), cursor: findCursor(told) };
}

/** Ends the field that asks: nothing may be done in the name of nobody. */
class DependsOnViewerError extends Error {}
