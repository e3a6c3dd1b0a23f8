import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A network between a client and a service, whose faults a test causes. Its address never changes. */
export interface TcpProxy {
  readonly port: number;
  /** Forwards new connections to this port; `undefined` refuses them. */
  aimAt(port: number | undefined): void;
  /** Breaks every connection, even in the middle of a message. */
  cut(): void;
  /**
   * Ends every connection when the next answer with this text comes, and refuses new ones from then on if `refuses`. The answer
   * is lost unless `passes`. @returns when that has happened.
   */
  cutAtAnswer(text: string, options?: { passes?: boolean; refuses?: boolean }): Promise<void>;
  /** Stops forwarding on open connections, without closing them. */
  freeze(): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let target: number | undefined;
  let awaited: { text: string; passes: boolean; act: () => void } | null = null;

  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (target === undefined) return void client.resetAndDestroy();

    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const answers = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (awaited === null || !chunk.includes(awaited.text)) {
          done(null, chunk);
          return;
        }
        const { passes, act } = awaited;
        awaited = null;
        if (passes) done(null, chunk);
        act();
      },
    });
    client.pipe(upstream).pipe(answers).pipe(client);
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

  /** What was forwarded already arrives. */
  function end(): void {
    for (const [client, upstream] of pairs) {
      upstream.destroy();
      client.end();
    }
  }

  return {
    port: (server.address() as AddressInfo).port,
    aimAt(port) {
      target = port;
    },
    cut,
    cutAtAnswer: (text, { passes = false, refuses = false } = {}) =>
      new Promise((resolve) => {
        const act = () => {
          if (refuses) target = undefined;
          if (passes) end();
          else cut();
          resolve();
        };
        awaited = { text, passes, act };
      }),
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
