import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createClient } from '../../src/sdk/create-client.ts';

test('a stream gives up a handshake that hangs, and the process goes on', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const backoff = { first: 1, longest: 1 };
  const client = createClient({
    url: `http://127.0.0.1:${port}/graphql`,
    webSocketImpl: WebSocket,
    silence: 50,
    backoff,
  });
  onTestFinished(() => {
    client.close();
    server.close();
  });
  const reasons: string[] = [];
  const ending = new AbortController();

  const stream = client.commentAdded(
    { postId: 'any', after: 'any' },
    {
      signal: ending.signal,
      onStatus: (status, reason) => {
        if (status === 'waiting') reasons.push(reason?.code ?? '');
        if (reasons.length === 3) ending.abort();
      },
    },
  );

  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(reasons).toEqual(['NETWORK_FAILURE', 'NETWORK_FAILURE', 'NETWORK_FAILURE']);
});
