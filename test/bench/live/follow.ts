import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createFrameReader, makeClientFrame } from './frame-reader.ts';

export interface FollowOptions {
  /** The server's address. */
  readonly url: string;
  readonly query: string;
  readonly postId: string;
  /** Called with each message after the subscription was sent; the message is in the buffer until the call returns. */
  onMessage(buffer: Buffer, start: number, end: number): void;
}

const [TEXT, CLOSE, PING, PONG] = [0x1, 0x8, 0x9, 0xa];
const [ASKED_ALIVE, ALIVE] = ['{"type":"ping"}', '{"type":"pong"}'];

// All sockets share one buffer, because each chunk is processed before the next one is read.
const SHARED = Buffer.allocUnsafe(64 * 1024);

/**
 * Opens one socket and subscribes, with both protocols written by hand: on the same two cores, a client that uses
 * libraries costs more than the server, and the benchmark would measure that.
 */
export function follow({ url, query, postId, onMessage }: FollowOptions): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let head: string | null = '';
    let isSubscribed = false;

    const read = createFrameReader((opcode, buffer, start, end) => {
      if (opcode === PING) socket.write(makeClientFrame(PONG, buffer.subarray(start, end)));
      else if (opcode === CLOSE) socket.destroy();
      else if (opcode !== TEXT) return;
      else if (!isSubscribed) acknowledged(buffer.toString('utf8', start, end));
      else if (end - start === ASKED_ALIVE.length && buffer.toString('utf8', start, end) === ASKED_ALIVE) send(ALIVE);
      else onMessage(buffer, start, end);
    });
    const receive = (chunk: Buffer) => {
      if (head === null) {
        read(chunk);
        return;
      }
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return;
      if (!head.startsWith('HTTP/1.1 101')) fail(head.slice(0, end));
      const rest = Buffer.from(head.slice(end + 4), 'latin1');
      head = null;
      send('{"type":"connection_init"}');
      if (rest.length > 0) read(rest);
    };
    const acknowledged = (message: string) => {
      if (!message.includes('connection_ack')) fail(`Expected an acknowledgement; found ${message}`);
      isSubscribed = true;
      // Ids differ, so that no server can happen to share a whole frame.
      send(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: { query, variables: { postId } } }));
      socket.off('close', onEarlyClose);
      resolve(socket);
    };
    const send = (message: string) => socket.write(makeClientFrame(TEXT, message));
    const fail = (reason: string) => {
      reject(new Error(reason));
      socket.destroy();
    };
    const onEarlyClose = () => reject(new Error('A socket was closed before it was acknowledged.'));

    const socket = connect({
      host: hostname,
      port: Number(port),
      onread: {
        buffer: SHARED,
        callback(length) {
          receive(SHARED.subarray(0, length));
          return true;
        },
      },
    });
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('close', onEarlyClose);
    socket.write(
      `GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
  });
}
