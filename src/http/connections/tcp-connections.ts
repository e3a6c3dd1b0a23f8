// Bounds TCP connections, whatever is sent over them, or is not. What is sent over them is bounded where it is read.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from '../../config/limits.ts';
import type { Observer } from '../../observe/observer.ts';

export interface TcpBounds {
  readonly limits: Pick<Limits, 'tcpConnections' | 'tcpConnectionsOfAddress'>;
  /** The address that a peer's connections are counted under; null where they are not, because it speaks for many clients. */
  readonly countPeer: (peer: string) => string | null;
  readonly observer: Pick<Observer, 'refused'>;
}

/** Bounds the connections of the process and of each address. Those beyond are closed before a byte of them is read. */
export function boundTcpConnections(server: Server, { limits, countPeer, observer }: TcpBounds): void {
  server.maxConnections = limits.tcpConnections;
  server.on('drop', () => observer.refused('tcp_load'));
  const open = new Map<string, number>();
  const counted = new WeakSet<Socket>();

  server.on('connection', (socket) => {
    const address = socket.remoteAddress === undefined ? null : countPeer(socket.remoteAddress);
    // A connection whose upgrade was ignored is read anew, and comes here again.
    if (address === null || counted.has(socket)) return;
    const count = open.get(address) ?? 0;
    if (count >= limits.tcpConnectionsOfAddress) {
      observer.refused('tcp_load');
      socket.destroy();
      return;
    }
    counted.add(socket);
    open.set(address, count + 1);
    socket.on('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
