import { createBackoff } from '../backoff.ts';
import type { Settings } from '../settings.ts';
import { createSseTransport } from '../transports/sse-transport.ts';
import { createWebSocketTransport } from '../transports/websocket-transport.ts';
import { readDocument, readVariables, type TypedDocument } from '../typed-document.ts';
import { findStart } from './find-start.ts';
import { followStream } from './follow-stream.ts';
import { createStream, type Stream, type StreamOptions } from './stream.ts';

interface Subscriber {
  subscribe<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: NoInfer<TVariables>,
    options?: StreamOptions,
  ): Stream<TResult>;
  close(): void;
}

/** Opens the streams of one client. They share the transport, and the backoff of a lost connection. */
export function createSubscriber(settings: Settings): Subscriber {
  const { clock, documentIds, hasFixedCredentials } = settings;
  const transport = settings.transport === 'sse' ? createSseTransport(settings) : createWebSocketTransport(settings);
  const connectionBackoff = createBackoff({ clock, ...settings.backoff });
  const open = new Set<() => void>();

  return {
    subscribe(document, variables, { signal, onStatus } = {}) {
      const operation = { ...readDocument(document), variables: readVariables(variables) };
      const shared = { operation, documentIds, transport, clock, hasFixedCredentials, connectionBackoff };
      const own = {
        streamBackoff: createBackoff({ clock, ...settings.backoff }),
        findStart: (ending: AbortSignal) => findStart(settings, { ...operation, signal: ending }),
        report: isolate(onStatus),
      };

      return createStream((ending) => followStream({ ...shared, ...own, signal: ending }), { signal, open });
    },
    close() {
      for (const end of open) end();
      transport.close();
    },
  };
}

// An error of the caller's function is reported as the caller's own: it must not look like a lost connection.
function isolate(onStatus: StreamOptions['onStatus']): NonNullable<StreamOptions['onStatus']> {
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
