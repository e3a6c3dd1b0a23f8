import { ColloquyError } from './colloquy-error.ts';
import { followStream } from './follow-stream.ts';
import { PostCursorDocument, type PostCursorQuery } from './generated/operations.ts';
import { createPace } from './pace.ts';
import type { Operation } from './post-operation.ts';
import { sendRequest } from './send-request.ts';
import type { Settings } from './settings.ts';
import { createSseTransport } from './sse-transport.ts';
import { createStream, type Stream } from './stream.ts';
import type { StreamOptions } from './stream-status.ts';
import { readVariables, takesCursor, type TypedDocument } from './typed-document.ts';
import { createWebSocketTransport } from './websocket-transport.ts';

export interface Subscriber {
  subscribe<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: NoInfer<TVariables>,
    options?: StreamOptions,
  ): Stream<TResult>;
  close(): void;
}

/** What the streams of one client share: the transport, and the pace at which a lost connection is made again. */
export function createSubscriber(settings: Settings): Subscriber {
  const { clock, hasFixedCredentials } = settings;
  const transport = settings.transport === 'sse' ? createSseTransport(settings) : createWebSocketTransport(settings);
  const connectionPace = createPace({ clock, ...settings.backoff });
  const open = new Set<() => void>();

  return {
    subscribe(document, variables, { signal, onStatus } = {}) {
      const operation = { query: document.toString(), variables: readVariables(variables) };
      const ownPace = createPace({ clock, ...settings.backoff });
      const findStart = (ending: AbortSignal): Promise<string | undefined> =>
        findCursor(settings, { ...operation, signal: ending });
      const course = { operation, transport, clock, hasFixedCredentials, connectionPace, ownPace, findStart };
      const tell = guard(onStatus);

      return createStream((ending) => followStream({ ...course, signal: ending, tell }), { signal, open });
    },
    close() {
      for (const end of open) end();
      transport.close();
    },
  };
}

/** Where the post stands: so that not even an event between the first connection and the first event is lost. */
async function findCursor(
  settings: Settings,
  { query, variables, signal }: Operation & { signal: AbortSignal },
): Promise<string | undefined> {
  const { postId } = variables;
  if (!takesCursor(query) || typeof postId !== 'string') return undefined;

  const question = { query: PostCursorDocument.toString(), variables: { postId }, retry: false, signal };
  const { post } = await sendRequest<PostCursorQuery>(settings, question);
  if (post === null) throw new ColloquyError(`There is no post ${postId}.`, { code: 'NOT_FOUND' });
  return post.cursor;
}

// What the caller's function throws is the caller's: it must not look like a lost connection.
function guard(onStatus: StreamOptions['onStatus']): NonNullable<StreamOptions['onStatus']> {
  return (status, reason) => {
    try {
      onStatus?.(status, reason);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}
