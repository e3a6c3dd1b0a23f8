import { isRecord, readData } from './answer.ts';
import type { Clock } from './clock.ts';
import { CLOSED_EXPIRED } from './close-codes.ts';
import { ColloquyError } from './colloquy-error.ts';
import { isFinal } from './is-final.ts';
import type { Pace } from './pace.ts';
import type { Operation } from './post-operation.ts';
import type { StreamStatus } from './stream-status.ts';
import type { Transport } from './transport.ts';

const STABLE = 5_000; // 5 seconds: a connection that has lasted so long was a good one

export interface Course {
  readonly operation: Operation;
  /** Asks for the cursor to begin at, if the stream has none yet. */
  readonly findStart: (signal: AbortSignal) => Promise<string | undefined>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly hasFixedCredentials: boolean;
  /** Of connections: shared by the streams of a client. */
  readonly connectionPace: Pace;
  /** Of this stream alone. */
  readonly ownPace: Pace;
  readonly signal: AbortSignal;
  readonly tell: (status: StreamStatus, reason?: ColloquyError) => void;
}

/** Follows a subscription over lost connections, always from the cursor of the last event that was given. */
export async function* followStream<TResult>(course: Course): AsyncGenerator<TResult, void, undefined> {
  const { operation, signal, tell } = course;
  let after = readCursorVariable(operation);
  let refusals = 0;
  let reason: ColloquyError | undefined;
  const isOver = (): boolean => signal.aborted;

  try {
    while (!isOver()) {
      let liveSince = Infinity;
      const onLive = (): void => {
        liveSince = course.clock.now();
        tell('live');
      };
      let failure = new ColloquyError('The service ended the stream.', { code: 'SERVICE_UNAVAILABLE' });
      try {
        tell('connecting');
        after ??= await course.findStart(signal);
        for await (const answer of course.transport.open(fromCursor(operation, after), { signal, onLive })) {
          const data = readData<TResult>(answer);
          const { cursor, isAboutStream } = readEvent(data);
          // That a stream has begun does not say that it will last.
          if (!isAboutStream) resetPaces(course);
          refusals = 0;
          if (!isAboutStream && cursor !== undefined && cursor === after) continue;
          after = cursor ?? after;
          yield data;
        }
      } catch (error) {
        if (isOver()) return;
        if (!(error instanceof ColloquyError)) throw error;
        failure = error;
      }

      if (isOver()) return;
      if (failure.closeCode === CLOSED_EXPIRED) refusals += 1;
      if (isFinal(failure, { isFixed: course.hasFixedCredentials, refusals })) {
        reason = failure;
        throw failure;
      }
      if (course.clock.now() - liveSince >= STABLE) course.connectionPace.reset();
      tell('waiting', failure);
      await course.clock.sleep(findPause(course, failure), signal);
    }
  } finally {
    tell('closed', reason);
  }
}

function resetPaces({ ownPace, connectionPace }: Course): void {
  ownPace.reset();
  connectionPace.reset();
}

// One operation that fails again and again on a good connection must not be hurried by the others on it.
function findPause({ ownPace, connectionPace }: Course, { errors, code, retryAfter = 0 }: ColloquyError): number {
  const pace = errors.length > 0 ? ownPace : connectionPace;
  // Who was told when to come back was told so together with all the others: the pause comes on top.
  return retryAfter + pace.next({ isCrowd: code === 'SERVICE_UNAVAILABLE' });
}

function fromCursor({ query, variables }: Operation, after: string | undefined): Operation {
  return { query, variables: after === undefined ? variables : { ...variables, after } };
}

function readCursorVariable({ variables }: Operation): string | undefined {
  return typeof variables['after'] === 'string' ? variables['after'] : undefined;
}

interface Event {
  readonly cursor?: string;
  /** Nothing happened but to the stream: its cursor is no news, and it is given all the same. */
  readonly isAboutStream: boolean;
}

// An event is the only field of its answer, under whatever name the document gives it.
function readEvent(data: unknown): Event {
  const event = isRecord(data) ? Object.values(data)[0] : undefined;
  if (!isRecord(event)) return { isAboutStream: false };

  const { cursor, __typename: kind } = event;
  const isAboutStream = 'liveFrom' in event || kind === 'DiscussionReadyEvent' || kind === 'DiscussionGapEvent';
  return typeof cursor === 'string' ? { cursor, isAboutStream } : { isAboutStream };
}
