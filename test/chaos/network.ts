import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Random } from './random.ts';

/** A network in front of some servers, whose faults a test causes. It spreads connections over servers that accept. */
export interface Network {
  readonly port: number;
  /** Breaks a part of the open connections, even in the middle of a message. */
  cut(part: number): void;
  /** Stops forwarding on a part of the open connections for good, without closing them. */
  hang(part: number): void;
  /** Stops forwarding on all connections, including new ones, until `thaw`. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

interface Connection {
  readonly client: Socket;
  readonly upstream: Socket;
  isHung: boolean;
}

export async function startNetwork(ports: readonly number[], { next }: Pick<Random, 'next'>): Promise<Network> {
  const clients = new Set<Socket>();
  const connections = new Set<Connection>();
  let isFrozen = false;
  let turn = 0;

  function carry({ client, upstream }: Connection): void {
    client.pipe(upstream).pipe(client);
  }

  function hold({ client, upstream }: Connection): void {
    client.unpipe(upstream).pause();
    upstream.unpipe(client).pause();
  }

  function join(client: Socket, upstream: Socket): void {
    const connection = { client, upstream, isHung: false };
    connections.add(connection);
    upstream.on('error', () => undefined);
    upstream.on('close', () => {
      // The client of a hanging connection gets nothing, not even its end.
      if (!connection.isHung) client.resetAndDestroy();
    });
    client.on('close', () => {
      connections.delete(connection);
      upstream.resetAndDestroy();
    });
    if (!isFrozen) carry(connection);
  }

  async function accept(client: Socket): Promise<void> {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    turn += 1;
    for (let attempt = 0; attempt < ports.length; attempt += 1) {
      const upstream = await reach(ports[(turn + attempt) % ports.length] ?? 0);
      if (upstream === null) continue;
      if (client.destroyed) upstream.destroy();
      else join(client, upstream);
      return;
    }
    client.resetAndDestroy();
  }

  const some = (part: number) => [...connections].filter(() => next() < part);
  const server = createServer((client) => void accept(client)).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    cut(part) {
      for (const { client } of some(part)) client.resetAndDestroy();
    },
    hang(part) {
      for (const connection of some(part)) {
        connection.isHung = true;
        hold(connection);
      }
    },
    freeze() {
      isFrozen = true;
      for (const connection of connections) hold(connection);
    },
    thaw() {
      isFrozen = false;
      for (const connection of connections) if (!connection.isHung) carry(connection);
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}

async function reach(port: number): Promise<Socket | null> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  }
}
