// The most that Node and `ws` can do: one frame is built for each event and written to the stream of each socket.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { SAMPLE_AUTHOR, sampleEvent } from './sample-comment.ts';

type Subscribe = { type: string; payload?: { variables: { postId: string } } };
type Write = { variables: { input: { postId: string; body: string } } };

const followers = new Map<string, Set<Duplex>>();
const id = randomUUID();
let number = 0;

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { input } = (JSON.parse(body) as Write).variables;
    number += 1;
    const frame = makeFrame(input.body);
    for (const stream of followers.get(input.postId) ?? []) stream.write(frame);
    response.end('{"data":{"createComment":{"__typename":"CreateCommentPayload"}}}');
  });
});

function makeFrame(body: string): Buffer {
  const { cursor, clientMutationId, node } = sampleEvent({ number, body });
  const commentAdded = { cursor, clientMutationId, node: { ...node, author: SAMPLE_AUTHOR } };
  const message = Buffer.from(JSON.stringify({ id, type: 'next', payload: { data: { commentAdded } } }));
  return Buffer.concat([Buffer.of(0x81, 126, message.length >> 8, message.length & 0xff), message]); // 126 to 65,535 bytes
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
server.on('upgrade', (request, stream, head) => {
  sockets.handleUpgrade(request, stream, head, (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const { type, payload } = JSON.parse(data.toString()) as Subscribe;
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (payload === undefined) return;
      const { postId } = payload.variables;
      const streams = followers.get(postId) ?? new Set();
      followers.set(postId, streams.add(stream));
      socket.once('close', () => streams.delete(stream));
    });
  });
});

server.listen(0, '127.0.0.1', () =>
  console.log(`answers at http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
