// Between a server and PostgreSQL, a proxy that counts what the server asks: whatever its driver is, and none is missed.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createFrontendReader } from './frontend-reader.ts';

export interface Asked {
  /** Statements that were executed, without BEGIN, COMMIT and ROLLBACK. */
  readonly statements: number;
  /** Times that the server had to wait for an answer, those included. */
  readonly roundTrips: number;
}

export interface StatementProxy {
  readonly databaseUrl: string;
  /** Since the last time. */
  take(): Asked;
  close(): Promise<void>;
}

export async function startStatementProxy(databaseUrl: string): Promise<StatementProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let [statements, roundTrips] = [0, 0];

  const server = createServer((client) => {
    const upstream = connect(Number(port || 5432), hostname);
    const read = createFrontendReader({
      onStatement: () => (statements += 1),
      onRoundTrip: () => (roundTrips += 1),
    });
    client.on('data', read);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const own = new URL(databaseUrl);
  own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    databaseUrl: own.href,
    take() {
      const asked = { statements, roundTrips };
      [statements, roundTrips] = [0, 0];
      return asked;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
