import { connect, type Socket } from 'node:net';
import { findResponse } from './response-reader.ts';
import { numbered, toBytes } from './request-bytes.ts';

/** Connections that each send a request when the one before it is answered. */
export interface ClosedLoop {
  /** What came since the start, or since it was last taken. */
  take(): Taken;
  /** Waits for the last answers, and closes the connections. */
  stop(): Promise<void>;
}

export interface Taken {
  readonly seconds: number;
  readonly millis: number[];
  /** Bytes of bodies and heads. */
  readonly bytes: number;
  readonly fault: string | null;
}

export interface LoopOptions {
  readonly port: number;
  readonly requests: readonly string[];
  readonly connections: number;
  /** What every answer has near its beginning. */
  readonly mark: string;
}

const BEGINNING = 200; // bytes, in which an answer has its mark, or its errors

// PostgreSQL writes JSON with spaces. Errors would stand before the data.
const DATA = /^\{"data" ?: ?\{/;

// Writes of one run must differ from those of an earlier one.
let sent = Date.now() * 1_000;

export function startLoop({ port, requests, connections, mark }: LoopOptions): ClosedLoop {
  const prepared = requests.map(toBytes);
  let taken = { since: performance.now(), millis: [] as number[], bytes: 0 };
  let fault: string | null = null;
  let isEnding = false;

  function open(first: number): Promise<void> {
    const socket: Socket = connect(port, '127.0.0.1').setNoDelay(true);
    let next = first;
    let began = 0;
    let pending: Buffer | null = null;

    const send = () => {
      const request = prepared[next % prepared.length];
      next += connections;
      if (request === undefined || isEnding) return void socket.end();
      began = performance.now();
      socket.write(numbered(request, (sent += 1)));
    };
    socket.on('connect', send);
    socket.on('error', (error) => (fault ??= error.message));
    socket.on('data', (chunk) => {
      const bytes: Buffer = pending === null ? chunk : Buffer.concat([pending, chunk]);
      const found = findResponse(bytes);
      pending = found === null ? bytes : null;
      if (found === null) return;

      taken.millis.push(performance.now() - began);
      taken.bytes += found.end;
      const beginning = bytes.toString('latin1', found.bodyAt, found.bodyAt + BEGINNING);
      if (!found.isOk || !DATA.test(beginning) || !beginning.includes(mark)) fault ??= beginning;
      send();
    });
    return new Promise((resolve) => {
      socket.on('close', () => {
        if (!isEnding) fault ??= 'The server closed a connection.';
        resolve();
      });
    });
  }

  const closed = Array.from({ length: connections }, (_, first) => open(first));
  return {
    take() {
      const now = performance.now();
      const { since, millis, bytes } = taken;
      taken = { since: now, millis: [], bytes: 0 };
      return { seconds: (now - since) / 1_000, millis, bytes, fault };
    },
    async stop() {
      isEnding = true;
      await Promise.all(closed);
    },
  };
}
