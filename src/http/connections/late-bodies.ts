// Node bounds the time in which a request arrives for all requests of a server. A few may take longer: those that bring files.
import { ServerResponse, type Server } from 'node:http';
import { Socket } from 'node:net';
import { errorCode } from '../../data/database/database-error.ts';

const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT';

/** As Node answers by itself where nobody listens. */
const STATUS: Readonly<Record<string, string>> = {
  [TIMEOUT]: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
};

/** Lets bodies arrive late. @returns how to say so of the request that a connection is bringing: whoever reads it bounds its pauses. */
export function allowLateBodies(server: Server): (socket: Socket) => void {
  const late = new WeakSet<Socket>();
  server.on('clientError', (error, socket) => {
    // Node tells of it once for each request.
    if (socket instanceof Socket && errorCode(error) === TIMEOUT && late.delete(socket)) return;
    if (!socket.writable || isAnswering(socket)) {
      socket.destroy(error);
      return;
    }
    socket.end(`HTTP/1.1 ${STATUS[errorCode(error) ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`, () =>
      socket.destroy(),
    );
  });
  return (socket) => void late.add(socket);
}

/** Whether a part of an answer was sent, which another one would not be told from. Node has no name for that in its interface. */
function isAnswering(socket: object): boolean {
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  return answer instanceof ServerResponse && answer.headersSent;
}
