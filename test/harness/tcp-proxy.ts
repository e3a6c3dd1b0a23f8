import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between a client and a service, whose faults a test causes. Its address never changes. */
export interface TcpProxy {
  readonly port: number;
  /** Forwards new connections to this port; `undefined` refuses them. */
  aimAt(port: number | undefined): void;
  /** Breaks every connection, even in the middle of a message. */
  cut(): void;
  /** Stops forwarding on open connections, without closing them. */
  freeze(): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let target: number | undefined;

  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (target === undefined) return void client.resetAndDestroy();

    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.pipe(upstream).pipe(client);
    upstream.on('error', () => client.resetAndDestroy());
    client.on('close', () => {
      pairs.delete(pair);
      upstream.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function cut(): void {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  return {
    port: (server.address() as AddressInfo).port,
    aimAt(port) {
      target = port;
    },
    cut,
    freeze() {
      for (const [client, upstream] of pairs) {
        client.unpipe().pause();
        upstream.unpipe().pause();
      }
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
