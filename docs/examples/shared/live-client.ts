import type { FormattedExecutionResult } from 'graphql';
import { createClient, type Client, type Sink, type SubscribePayload } from 'graphql-ws';

/** The socket of a page, over graphql-transport-ws. It comes back whenever it is lost. */
export function createLiveClient(): Client {
  const url = `${location.origin.replace(/^http/, 'ws')}/graphql`;
  return resumeStreams(createClient({ url, retryAttempts: Infinity }));
}

/**
 * After a lost connection graphql-ws sends every subscription again as it was first sent. Here each goes on after the
 * last event that it received instead, so that the service replays only what was missed.
 */
function resumeStreams(client: Client): Client {
  return {
    ...client,
    subscribe<Data, Extensions>(payload: SubscribePayload, sink: Sink<FormattedExecutionResult<Data, Extensions>>) {
      const request = { ...payload };
      return client.subscribe<Data, Extensions>(request, {
        next(result) {
          const after = readCursor(result.data);
          if (after !== undefined) request.variables = { ...request.variables, after };
          sink.next(result);
        },
        error: (error) => sink.error(error),
        complete: () => sink.complete(),
      });
    },
  };
}

/** The cursor of the event that a subscription of one field received. */
function readCursor(data: unknown): string | undefined {
  const [event] = Object.values((data ?? {}) as Record<string, { cursor?: string } | null>);
  return event?.cursor;
}
