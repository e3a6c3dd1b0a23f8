import { encodeOnce } from '../execution/subscriptions/event-result.ts';
import type { WrittenResult } from '../execution/executor/json-text.ts';
import { textOf } from '../execution/reuse/kept-result.ts';
import type { EventResult, Sink } from '../live/delivery/subscriber.ts';
import type { SocketConnection } from './connection.ts';
import { makeTextFrame } from './text-frame.ts';

const encodeEnd = encodeOnce(({ json }) => Buffer.from(`${json}}`));

/** Sends results as the protocol's `next`, around JSON that all clients share: graphql-ws would encode it for each. */
export class SocketSink implements Sink {
  readonly #connection: SocketConnection;
  readonly #beginning: string;

  /** @param id the operation's, as its client named it. */
  constructor(connection: SocketConnection, id: string) {
    this.#connection = connection;
    this.#beginning = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  }

  send(result: EventResult): Promise<void> | undefined {
    const full = this.#connection.streamRoom();
    if (full === undefined) this.#connection.sendFrame(makeTextFrame(this.#beginning, encodeEnd(result)));
    return full;
  }

  /** Sends the result of a query or a mutation, however much the client has left to read: it waited for room before it ran. */
  async answer(result: WrittenResult): Promise<void> {
    await this.#connection.send(`${this.#beginning}${textOf(result)}}`);
  }
}
