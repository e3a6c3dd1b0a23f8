import { GraphQLError, type ExecutionResult } from 'graphql';
import { callAt } from './call-at.ts';

interface StreamOptions {
  readonly heartbeatMs: number;
  /** Aborted when the service shuts down. */
  readonly ending: AbortSignal;
  /** When the credential ends that the stream was opened with. */
  readonly expiresAt: Date | null;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no', // or nginx keeps events back
};

const COMPLETE = 'event: complete\ndata:\n\n';

const EXPIRED: ExecutionResult = {
  errors: [new GraphQLError('The token has expired.', { extensions: { code: 'UNAUTHENTICATED' } })],
};

const MAX_MISSED_BEATS = 5; // a minute of a connection that takes nothing: nobody is there

const encoder = new TextEncoder();

const CURSOR = /^[\x21-\x7e]{1,1024}$/; // what can stand on a line of its own

/**
 * Streams results as server-sent events: `next` for each, `complete` at the end, as graphql-sse's distinct connections
 * have it. An event's `id` is its cursor, so that a browser's `EventSource` resumes by itself.
 *
 * It is read at the pace of the client: while the connection is full, no event is taken from the log. A shutdown cuts
 * it without `complete`, after which a client would not come back.
 */
export function streamResults(results: AsyncIterator<ExecutionResult>, options: StreamOptions): Response {
  const { heartbeatMs, ending, expiresAt } = options;
  let hasEnded = false;
  let missedBeats = 0;
  let leave = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const cut = (lastWords: string) => {
        leave();
        send(lastWords);
        controller.close();
      };
      const onEnding = () => cut('');
      const heartbeat = setInterval(() => {
        missedBeats = (controller.desiredSize ?? 0) > 0 ? 0 : missedBeats + 1;
        if (missedBeats === 0) send(':\n\n');
        if (missedBeats < MAX_MISSED_BEATS) return;
        leave();
        controller.error(new Error('The client does not read.'));
      }, heartbeatMs);
      const stopClock = expiresAt === null ? () => {} : callAt(expiresAt, () => cut(formatEvent(EXPIRED) + COMPLETE));
      leave = () => {
        hasEnded = true;
        clearInterval(heartbeat);
        stopClock();
        ending.removeEventListener('abort', onEnding);
        void results.return?.();
      };

      // Some browsers show nothing of the answer, not even its status, before its first byte.
      send(':\n\n');
      ending.addEventListener('abort', onEnding, { once: true });
      if (ending.aborted) cut('');
    },
    async pull(controller) {
      const step = await results.next();
      if (hasEnded) return;
      controller.enqueue(encoder.encode(step.done ? COMPLETE : formatEvent(step.value)));
      if (!step.done) return;
      leave();
      controller.close();
    },
    cancel: () => leave(),
  });
  return new Response(body, { headers: HEADERS });
}

/** A single result as a stream, for a client that reads nothing else. */
export async function* onlyResult(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}

function formatEvent(result: ExecutionResult): string {
  const cursor = findCursor(result);
  const id = cursor === null ? '' : `id: ${cursor}\n`;
  return `event: next\n${id}data: ${JSON.stringify(result)}\n\n`;
}

function findCursor({ data }: ExecutionResult): string | null {
  const [root, ...others] = Object.values(data ?? {});
  if (others.length > 0 || typeof root !== 'object' || root === null || !('cursor' in root)) return null;
  return typeof root.cursor === 'string' && CURSOR.test(root.cursor) ? root.cursor : null;
}
