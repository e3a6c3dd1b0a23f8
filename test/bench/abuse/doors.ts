// What a client can do at the doors without being allowed anything: connect, ask, and not read.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import {
  ABUSER,
  ask,
  MANY_TEXTS,
  publishPost,
  untilStreams,
  writeLongComments,
  type AbusedService,
} from './service.ts';
import { watch, type Figures } from './watch.ts';

/** Five sockets of twenty subscriptions and five streams, to long texts that nobody reads: 50 MB for each socket. */
export async function deafSubscribers(service: AbusedService): Promise<Figures> {
  const postId = await publishPost(service);
  const query = `subscription ($id: ID!) { discussionEvents(postId: $id) { ... on CommentAddedEvent { node { ${MANY_TEXTS} } } } }`;
  return await watch(service, {
    postId,
    async begin() {
      const sockets = await Promise.all(Array.from({ length: 5 }, () => openSocket(service)));
      for (const { socket } of sockets) {
        socket.pause();
        for (let n = 0; n < 20; n += 1) subscribe(socket, { query: `${query} # ${n}`, variables: { id: postId } }, n);
      }
      const streams = await Promise.all(
        Array.from({ length: 5 }, () => openStream(service, { query, variables: { id: postId } })),
      );
      await untilStreams(service, 105);
      await writeLongComments(service, { postId, count: 10 });
      return describe([...sockets.map(({ connection }) => connection), ...streams]);
    },
  });
}

/** A hundred queries of 800 KB on one socket, whose answers nobody reads. */
export async function unreadQueries(service: AbusedService): Promise<Figures> {
  const postId = await publishPost(service);
  await writeLongComments(service, { postId, count: 3 });
  const query = `query ($id: ID!) { post(by: { id: $id }) { comments(first: 3) { nodes { ${MANY_TEXTS} } } } }`;
  await ask(service, query, { id: postId }); // measured only if it is not refused
  return await watch(service, {
    postId,
    async begin() {
      const { socket, connection } = await openSocket(service);
      socket.pause();
      for (let n = 0; n < 100; n += 1) subscribe(socket, { query, variables: { id: postId } }, n);
      return describe([connection]);
    },
  });
}

/** Sixty answers of 5 MB over HTTP that nobody reads: a network takes the first megabytes of each. */
export async function unreadAnswers(service: AbusedService): Promise<Figures> {
  const postId = await publishPost(service);
  await writeLongComments(service, { postId, count: 20 });
  const query = `query ($id: ID!) { post(by: { id: $id }) { comments(first: 20) { nodes { ${MANY_TEXTS} } } } }`;
  await ask(service, query, { id: postId }); // measured only if it is not refused
  return await watch(service, {
    postId,
    async begin() {
      const request = formatRequest({ query, variables: { id: postId } }, 'application/json');
      return describe(await openMany(service, { count: 60, first: request, isDeaf: true }));
    },
  });
}

/** Twenty sockets of a hundred subscriptions, each with 60 KB that no operation needs: 120 MB. */
export async function heavyMessages(service: AbusedService): Promise<Figures> {
  const postId = await publishPost(service);
  const query = 'subscription ($id: ID!) { commentAdded(postId: $id) { cursor } }';
  const variables = { id: postId, junk: 'x'.repeat(60_000) };
  return await watch(service, {
    postId,
    async begin() {
      const sockets = await Promise.all(Array.from({ length: 20 }, () => openSocket(service)));
      for (let n = 0; n < 100; n += 1) for (const { socket } of sockets) subscribe(socket, { query, variables }, n);
      return describe(sockets.map(({ connection }) => connection));
    },
  });
}

/** 7,500 streams from one address. */
export async function manyStreams(service: AbusedService): Promise<Figures> {
  const postId = await publishPost(service);
  const query = 'subscription ($id: ID!) { commentAdded(postId: $id) { cursor } }';
  return await watch(service, {
    postId,
    async begin() {
      const request = formatRequest({ query, variables: { id: postId } }, 'text/event-stream');
      return describe(await openMany(service, { count: 7_500, first: request }));
    },
  });
}

/** 1,200 connections that send nothing, or a part of their headers, or of a body. */
export async function slowConnections(service: AbusedService): Promise<Figures> {
  const postId = await publishPost(service);
  const parts = [
    '',
    'GET / HTTP/1.1\r\nHost: a\r\nX-A: ',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n',
  ];
  return await watch(service, {
    postId,
    async begin() {
      const opened = await Promise.all(parts.map((first) => openMany(service, { count: 400, first })));
      const connections = opened.flat();
      const timer = setInterval(() => connections.forEach((one) => one.write('a')), 1_000);
      const abuse = describe(connections);
      return {
        ...abuse,
        end() {
          clearInterval(timer);
          abuse.end();
        },
      };
    },
  });
}

interface Operation {
  readonly query: string;
  readonly variables: object;
}

interface OpenSocket {
  readonly socket: WebSocket;
  readonly connection: Socket;
}

async function openSocket({ url }: AbusedService): Promise<OpenSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', ABUSER);
  socket.on('error', () => undefined);
  const upgraded = once(socket, 'upgrade') as Promise<[IncomingMessage]>;
  await once(socket, 'open');
  const [{ socket: connection }] = await upgraded;
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  return { socket, connection };
}

function subscribe(socket: WebSocket, payload: Operation, id: number): void {
  socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }));
}

async function openStream(service: AbusedService, operation: Operation): Promise<Socket> {
  const [stream] = await openMany(service, {
    count: 1,
    first: formatRequest(operation, 'text/event-stream'),
    isDeaf: true,
  });
  if (stream === undefined) throw new Error('Expected a stream.');
  return stream;
}

/** Connections that send something. Deaf ones read nothing, and so do not learn that the other side has closed them. */
async function openMany(
  { url }: AbusedService,
  { count, first, isDeaf = false }: { count: number; first: string; isDeaf?: boolean },
): Promise<Socket[]> {
  const { hostname: host, port } = new URL(url);
  const connections: Socket[] = [];
  while (connections.length < count) {
    const some = Array.from({ length: Math.min(100, count - connections.length) }, async () => {
      const connection = connect({ ...ABUSER, host, port: Number(port) });
      connection.on('error', () => undefined);
      if (isDeaf) connection.pause();
      else connection.resume();
      await Promise.race([once(connection, 'connect'), once(connection, 'close')]);
      connection.write(first);
      return connection;
    });
    connections.push(...(await Promise.all(some)));
  }
  return connections;
}

function formatRequest(operation: Operation, accept: string): string {
  const body = JSON.stringify(operation);
  const headers = ['Host: a', `Accept: ${accept}`, 'Content-Type: application/json', `Content-Length: ${body.length}`];
  return `POST /graphql HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
}

function describe(connections: readonly Socket[]) {
  return {
    left: () => `${connections.filter(isOpen).length} of ${connections.length} connections`,
    end: () => connections.forEach((connection) => connection.destroy()),
  };
}

function isOpen(connection: Socket): boolean {
  return !connection.destroyed;
}
