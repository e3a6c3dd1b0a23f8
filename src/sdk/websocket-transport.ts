import { createClient, type Client } from 'graphql-ws';
import { isRecord, toColloquyError } from './answer.ts';
import { createAnswerQueue } from './answer-queue.ts';
import { toCloseError } from './close-codes.ts';
import { ColloquyError } from './colloquy-error.ts';
import { listenForErrors } from './listen-for-errors.ts';
import type { Operation } from './post-operation.ts';
import type { Settings } from './settings.ts';
import type { StreamHooks, Transport } from './transport.ts';

/** Subscriptions over `graphql-transport-ws`, all on one socket. graphql-ws speaks the protocol; coming back is not left to it. */
export function createWebSocketTransport(settings: Settings): Transport {
  const connecting = new Set<() => void>();
  let streams = 0;
  let isConnected = false;
  let watch: ReturnType<typeof setTimeout> | undefined;

  function expectAnything(): void {
    clearTimeout(watch);
    watch = setTimeout(() => client.terminate(), settings.silence);
  }

  const client: Client = createClient({
    url: toWebSocketUrl(settings.url),
    webSocketImpl: listenForErrors(settings.webSocketImpl),
    connectionParams: settings.findCredentials,
    retryAttempts: 0,
    lazyCloseTimeout: 1_000, // 1 second: from one page to the next, the socket stays
    keepAlive: settings.silence / 2.5, // 12 seconds of 30: time for two pings
    on: {
      connecting: expectAnything,
      message: expectAnything,
      connected: () => {
        isConnected = true;
        for (const onLive of connecting) onLive();
        connecting.clear();
      },
      closed: (event) => {
        isConnected = false;
        clearTimeout(watch);
        // After a 1000 graphql-ws would subscribe again by itself, at once, and from where the stream began.
        if (streams > 0 && readCloseCode(event) === 1_000) client.terminate();
      },
    },
  });

  async function* openStream({ query, variables, signal, onLive }: Operation & StreamHooks): AsyncGenerator {
    if (signal.aborted) return;

    const queue = createAnswerQueue();
    streams += 1;
    if (isConnected) onLive();
    else connecting.add(onLive);
    const unsubscribe = client.subscribe(
      { query, variables },
      { next: take, error: (error) => queue.fail(readFailure(error)), complete: queue.end },
    );
    function take(answer: unknown): void {
      if (!queue.push(answer)) unsubscribe();
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

function toWebSocketUrl(url: URL): string {
  const socket = new URL(url);
  socket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return socket.href;
}

function readFailure(error: unknown): ColloquyError {
  if (error instanceof ColloquyError) return error;
  if (Array.isArray(error)) return toColloquyError(error, {});
  const code = readCloseCode(error);
  if (code !== undefined) return toCloseError({ code, reason: readReason(error) });
  return new ColloquyError('The service cannot be reached.', { code: 'NETWORK_FAILURE', cause: error });
}

// A close event is an object of the platform's, or an error of graphql-ws: only its fields tell it.
function readCloseCode(event: unknown): number | undefined {
  return isRecord(event) && typeof event['code'] === 'number' ? event['code'] : undefined;
}

function readReason(event: unknown): string {
  return isRecord(event) && typeof event['reason'] === 'string' ? event['reason'] : '';
}
