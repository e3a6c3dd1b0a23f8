import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Client } from '../../src/sdk/client.ts';
import type { ClientOptions } from '../../src/sdk/client-options.ts';
import { createClient } from '../../src/sdk/create-client.ts';

/** One subscription that a client asks for. */
export interface Subscription {
  /** 1 for the first that the service ever got. */
  readonly attempt: number;
  /** The cursor that it begins after. */
  readonly after: number;
  /** What the client said in this connection of who it is. */
  readonly authorization: string | undefined;
  give(number: number): void;
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

/** Says over graphql-transport-ws what a test wants said: what no service of ours would say. */
export async function startScriptedService(
  play: (subscription: Subscription) => void,
  options: Pick<ClientOptions, 'token' | 'voice'> = {},
): Promise<Client> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'graphql-transport-ws' });
  await once(server, 'listening');
  let attempt = 0;

  server.on('connection', (socket) => {
    let authorization: string | undefined;
    const say = (words: object): void => socket.send(JSON.stringify(words));
    socket.on('message', (data: Buffer) => {
      const { type, id, payload } = message.parse(JSON.parse(data.toString()));
      if (type === 'connection_init') {
        authorization = payload?.authorization;
        say({ type: 'connection_ack' });
      }
      if (type !== 'subscribe') return;

      attempt += 1;
      play({
        attempt,
        after: Number(payload?.variables?.after),
        authorization,
        give: (number) => say({ type: 'next', id, payload: { data: { commentAdded: aComment(number) } } }),
        complete: () => say({ type: 'complete', id }),
        close: (code) => socket.close(code),
      });
    });
  });

  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('Expected a port.');
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
