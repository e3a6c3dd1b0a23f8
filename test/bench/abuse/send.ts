import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Attack } from './documents.ts';

export type Door = 'HTTP' | 'SSE' | 'WebSocket';

/** The answer as text; for a socket, its messages. */
export type Send = (attack: Attack) => Promise<string>;

/** Sends one request after another by a door. `close` ends its connections. */
export function openDoor(door: Door, url: string): { readonly send: Send; close(): void } {
  if (door === 'WebSocket') return overSocket(url);

  const accept = door === 'SSE' ? 'text/event-stream' : 'application/json';
  return {
    send: async ({ query, variables }) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query, variables }),
      });
      return await response.text();
    },
    close: () => undefined,
  };
}

function overSocket(url: string): { readonly send: Send; close(): void } {
  const client: Client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  return {
    send: ({ query, variables = {} }) =>
      new Promise((resolve) => {
        let text = '';
        client.subscribe(
          { query, variables },
          {
            next: (result) => (text += JSON.stringify(result)),
            error: (error) => resolve(describe(error)),
            complete: () => resolve(text),
          },
        );
      }),
    close: () => void client.dispose(),
  };
}

function describe(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? `closed ${String(error.code)}`
    : JSON.stringify(error);
}
