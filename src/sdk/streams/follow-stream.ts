import type { Backoff } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { ColloquyError } from '../colloquy-error.ts';
import type { DocumentIds } from '../document-ids.ts';
import { readData } from '../http/graphql-response.ts';
import type { Operation } from '../http/send-operation.ts';
import { isRecord } from '../is-record.ts';
import { CLOSED_EXPIRED } from '../transports/close-codes.ts';
import type { Transport } from '../transports/transport.ts';
import { isFinal } from './is-final.ts';
import type { StreamStatus } from './stream.ts';

const STABLE = 5_000; // 5 seconds: a connection that lasts as long counts as a success

interface FollowOptions {
  readonly operation: Operation;
  /** Finds the cursor to begin at, where the operation has none. */
  readonly findStart: (signal: AbortSignal) => Promise<string | undefined>;
  readonly documentIds: DocumentIds;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly hasFixedCredentials: boolean;
  /** The backoff of the connection, shared by the streams of a client. */
  readonly connectionBackoff: Backoff;
  /** The backoff of this stream alone. */
  readonly streamBackoff: Backoff;
  readonly signal: AbortSignal;
  readonly report: (status: StreamStatus, reason?: ColloquyError) => void;
}

/** Follows a subscription over lost connections. Each attempt resumes after the last event that the consumer was given. */
export async function* followStream<TResult>(options: FollowOptions): AsyncGenerator<TResult, void, undefined> {
  const { operation, signal, report } = options;
  let after = readAfter(operation);
  let expiries = 0;
  let reason: ColloquyError | undefined;
  const hasEnded = (): boolean => signal.aborted;

  try {
    while (!hasEnded()) {
      let liveSince = Infinity;
      const onLive = (): void => {
        liveSince = options.clock.now();
        report('live');
      };
      let failure = new ColloquyError('Expected more events, and found that the service had ended the stream.', {
        code: 'SERVICE_UNAVAILABLE',
      });
      const sent = options.documentIds.choose(operation);
      try {
        report('connecting');
        after ??= await options.findStart(signal);
        for await (const response of options.transport.open(withAfter(sent, after), { signal, onLive })) {
          const data = readData<TResult>(response);
          const { cursor, isInLog } = readEvent(data);
          // That a stream has begun does not show that it will last.
          if (isInLog) resetBackoffs(options);
          expiries = 0;
          if (isInLog && cursor !== undefined && cursor === after) continue;
          after = cursor ?? after;
          yield data;
        }
      } catch (error) {
        if (hasEnded()) return;
        if (!(error instanceof ColloquyError)) throw error;
        if (options.documentIds.isUnknown(error, sent)) continue;
        failure = error;
      }

      if (hasEnded()) return;
      if (failure.closeCode === CLOSED_EXPIRED) expiries += 1;
      if (isFinal(failure, { isFixed: options.hasFixedCredentials, expiries })) {
        reason = failure;
        throw failure;
      }
      if (options.clock.now() - liveSince >= STABLE) options.connectionBackoff.reset();
      report('waiting', failure);
      await options.clock.sleep(findPause(options, failure), signal);
    }
  } finally {
    report('closed', reason);
  }
}

function resetBackoffs({ streamBackoff, connectionBackoff }: FollowOptions): void {
  streamBackoff.reset();
  connectionBackoff.reset();
}

// An operation that keeps failing on a good connection has its own backoff: the other streams would reset a shared one.
function findPause(options: FollowOptions, { errors, code, retryAfter = 0 }: ColloquyError): number {
  const backoff = errors.length > 0 ? options.streamBackoff : options.connectionBackoff;
  // All clients got the same Retry-After at the same time: a random pause on top of it spreads them.
  return retryAfter + backoff.nextPause({ affectsAllClients: code === 'SERVICE_UNAVAILABLE' });
}

function withAfter(operation: Operation, after: string | undefined): Operation {
  return after === undefined ? operation : { ...operation, variables: { ...operation.variables, after } };
}

function readAfter({ variables }: Operation): string | undefined {
  return typeof variables['after'] === 'string' ? variables['after'] : undefined;
}

interface Event {
  readonly cursor?: string;
  /** Whether the log has it. What is about the stream itself, and counts, have the cursor of an earlier event; the consumer still gets them. */
  readonly isInLog: boolean;
}

const OUTSIDE = new Set<unknown>(['DiscussionReadyEvent', 'DiscussionGapEvent', 'CommentReactionsEvent']);

// A subscription has one root field, under the name that the document gives it: its value is the event.
function readEvent(data: unknown): Event {
  const event = isRecord(data) ? Object.values(data)[0] : undefined;
  if (!isRecord(event)) return { isInLog: true };

  const { cursor, __typename: kind } = event;
  const isInLog = !('liveFrom' in event) && !OUTSIDE.has(kind);
  return typeof cursor === 'string' ? { cursor, isInLog } : { isInLog };
}
