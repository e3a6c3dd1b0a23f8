import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Client } from '../../src/sdk/client.ts';
import type { ClientOptions } from '../../src/sdk/client-options.ts';
import { createClient } from '../../src/sdk/create-client.ts';

/** One subscription of a client. */
export interface Subscription {
  /** The number of the subscription: 1 for the first one that the service received. */
  readonly attempt: number;
  /** The cursor after which it begins. */
  readonly after: number;
  /** The `authorization` of the connection's `connection_init`. */
  readonly authorization: string | undefined;
  /** Sends the event of the comment with this number. */
  send(number: number): void;
  complete(): void;
  close(code: number): void;
}

const message = z.object({
  type: z.string(),
  id: z.string().optional(),
  payload: z
    .object({ variables: z.object({ after: z.string() }).optional(), authorization: z.string().optional() })
    .optional(),
});

/** A graphql-transport-ws service whose answers the test decides, for those that our own service does not send. */
export async function startScriptedService(
  onSubscribe: (subscription: Subscription) => void,
  options: Pick<ClientOptions, 'token' | 'voice'> = {},
): Promise<Client> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'graphql-transport-ws' });
  await once(server, 'listening');
  let attempt = 0;

  server.on('connection', (socket) => {
    let authorization: string | undefined;
    const send = (answer: object): void => socket.send(JSON.stringify(answer));
    socket.on('message', (data: Buffer) => {
      const { type, id, payload } = message.parse(JSON.parse(data.toString()));
      if (type === 'connection_init') {
        authorization = payload?.authorization;
        send({ type: 'connection_ack' });
      }
      if (type !== 'subscribe') return;

      attempt += 1;
      onSubscribe({
        attempt,
        after: Number(payload?.variables?.after),
        authorization,
        send: (number) => send({ type: 'next', id, payload: { data: { commentAdded: aComment(number) } } }),
        complete: () => send({ type: 'complete', id }),
        close: (code) => socket.close(code),
      });
    });
  });

  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('Expected a port, and found none.');
  const url = `http://127.0.0.1:${address.port}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket, backoff: { first: 1, longest: 1 }, ...options });
  onTestFinished(() => {
    client.close();
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return client;
}

function aComment(number: number) {
  return { cursor: String(number), node: { number } };
}
