import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

export const PROTOCOL = 'graphql-transport-ws';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it has just asked for
type Message = { type: string; id?: string; payload?: any };

export interface SocketClient {
  readonly socket: WebSocket;
  send(message: unknown): void;
  subscribe(id: string, query: string, variables?: unknown): void;
  /** The next message, including those that arrived earlier. */
  next(): Promise<Message>;
  readonly closed: Promise<{ code: number; reason: string }>;
}

/** Opens a socket, with the protocol written by hand. */
export async function openSocket(
  url: string,
  { protocol = PROTOCOL, path = '/graphql', ...options }: ClientOptions & { protocol?: string; path?: string } = {},
): Promise<SocketClient> {
  const socket = new WebSocket(url.replace('http', 'ws') + path, protocol, options);
  const arrived: Message[] = [];
  const waiting: ((message: Message) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    const wake = waiting.shift();
    if (wake) wake(message);
    else arrived.push(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');

  const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return {
    socket,
    closed,
    send,
    subscribe: (id, query, variables) => send({ id, type: 'subscribe', payload: { query, variables } }),
    next: () => {
      const message = arrived.shift();
      return message ? Promise.resolve(message) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** Opens a socket and waits for the acknowledgement. */
export async function openAcknowledged(url: string, payload?: Record<string, unknown>): Promise<SocketClient> {
  const client = await openSocket(url);
  client.send({ type: 'connection_init', payload });
  const ack = await client.next();
  if (ack.type !== 'connection_ack') throw new Error(`Expected an acknowledgement; found ${JSON.stringify(ack)}.`);
  return client;
}

/** The status of a refused upgrade. */
export async function refusedUpgrade(url: string, options: ClientOptions & { path?: string }): Promise<number> {
  const { path = '/graphql', ...rest } = options;
  const socket = new WebSocket(url.replace('http', 'ws') + path, PROTOCOL, rest);
  socket.on('error', () => undefined);
  const [, response] = await once(socket, 'unexpected-response');
  return (response as { statusCode: number }).statusCode;
}
