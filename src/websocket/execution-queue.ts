import type { SocketConnection } from './connection.ts';

/**
 * Runs the queries and mutations of one socket: a few at once, and none while its client leaves earlier answers unread. A
 * client that never reads makes the service hold a few answers, however many it asks for.
 */
export class ExecutionQueue {
  readonly #connection: SocketConnection;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param atOnce how many run at once. */
  constructor(connection: SocketConnection, atOnce: number) {
    this.#connection = connection;
    this.#free = atOnce;
  }

  async run<Result>(execute: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      await this.#connection.room();
      return await execute();
    } finally {
      // In a later turn: by then the answer is among what the client has to read.
      setImmediate(() => this.#release());
    }
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
