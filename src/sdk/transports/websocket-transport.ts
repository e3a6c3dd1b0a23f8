import { createClient, type Client, type SubscribePayload } from 'graphql-ws';
import type { Operation } from '../http/send-operation.ts';
import { isRecord } from '../is-record.ts';
import type { Settings } from '../settings.ts';
import { readCloseCode, toSubscriptionError } from './close-codes.ts';
import { createResultQueue } from './result-queue.ts';
import type { ConnectionHooks, Transport } from './transport.ts';

/** Subscriptions over graphql-transport-ws, all on one socket. graphql-ws speaks the protocol; it does not reconnect. */
export function createWebSocketTransport(settings: Settings): Transport {
  const connecting = new Set<() => void>();
  let streams = 0;
  let isConnected = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function restartTimer(): void {
    clearTimeout(timer);
    timer = setTimeout(() => client.terminate(), settings.silence);
  }

  const client: Client = createClient({
    url: toWebSocketUrl(settings.url),
    webSocketImpl: withErrorListener(settings.webSocketImpl),
    connectionParams: settings.findCredentials,
    retryAttempts: 0,
    lazyCloseTimeout: 1_000, // 1 second: the socket survives the change from one page to the next
    keepAlive: settings.silence / 2.5, // 12 seconds of 30: time for two pings
    on: {
      connecting: restartTimer,
      message: restartTimer,
      connected: () => {
        isConnected = true;
        for (const onLive of connecting) onLive();
        connecting.clear();
      },
      closed: (event) => {
        isConnected = false;
        clearTimeout(timer);
        // After a close with 1000 graphql-ws would subscribe again at once, from where the stream began.
        if (streams > 0 && readCloseCode(event) === 1_000) client.terminate();
      },
    },
  });

  async function* openStream({ signal, onLive, ...operation }: Operation & ConnectionHooks): AsyncGenerator {
    if (signal.aborted) return;

    const queue = createResultQueue();
    streams += 1;
    if (isConnected) onLive();
    else connecting.add(onLive);
    const unsubscribe = client.subscribe(toPayload(operation), {
      next: push,
      error: (failure) => queue.fail(toSubscriptionError(failure)),
      complete: queue.end,
    });
    function push(result: unknown): void {
      if (!queue.push(result)) unsubscribe();
    }
    signal.addEventListener('abort', queue.end);
    try {
      yield* queue;
    } finally {
      signal.removeEventListener('abort', queue.end);
      connecting.delete(onLive);
      streams -= 1;
      unsubscribe();
    }
  }

  return {
    open: (operation, hooks) => openStream({ ...operation, ...hooks }),
    close: () => void Promise.resolve(client.dispose()).catch(() => undefined),
  };
}

/** graphql-ws takes no payload without `query`, which may be empty. */
function toPayload({ query, documentId, variables }: Operation): SubscribePayload {
  const document = documentId === undefined ? { query } : { query: '', documentId };
  return { ...document, variables: { ...variables } };
}

function toWebSocketUrl(url: URL): string {
  const socket = new URL(url);
  socket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return socket.href;
}

/**
 * The same WebSocket class, with a listener for errors on each socket. graphql-ws removes its own listener when it gives up
 * a socket; a socket of the package `ws` that is still connecting then emits an error, and in Node an `error` event without
 * a listener ends the process.
 */
function withErrorListener(webSocketImpl: unknown): unknown {
  if (typeof webSocketImpl !== 'function') return webSocketImpl;
  return new Proxy(webSocketImpl, {
    construct(target, args) {
      const socket: unknown = Reflect.construct(target, args);
      if (!isRecord(socket)) throw new TypeError(`Expected a WebSocket class, and found one of ${typeof socket}.`);
      const { addEventListener: listen } = socket;
      if (typeof listen === 'function') Reflect.apply(listen, socket, ['error', () => undefined]);
      return socket;
    },
  });
}
