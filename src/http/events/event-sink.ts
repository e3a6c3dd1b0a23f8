import type { ConnectionLease } from '../../execution/rates/connections.ts';
import type { EventResult, Sink } from '../../live/delivery/subscriber.ts';

/** An open response of server-sent events. */
interface EventConnection {
  send(result: EventResult): void;
  /** Undefined while there is room, otherwise a promise that resolves when there is room again or the client has left. */
  room(): Promise<void> | undefined;
}

/** Sends the results of a subscription as server-sent events. Until there is a response, there is no room for any. */
export class EventSink implements Sink {
  #connection: EventConnection | null = null;
  #connect: () => void = () => {};
  readonly #connected = new Promise<void>((resolve) => (this.#connect = resolve));
  readonly #left: AbortSignal;
  #lease: ConnectionLease | null = null;

  /** @param left aborted when the client has left, also before there is a response that could be cancelled. */
  constructor(left: AbortSignal) {
    this.#left = left;
  }

  onClose(end: () => void): void {
    if (this.#left.aborted) end();
    else this.#left.addEventListener('abort', end, { once: true });
  }

  /** Keeps a lease for as long as the subscription lasts. */
  hold(lease: ConnectionLease): void {
    this.#lease = lease;
  }

  onEnd(): void {
    this.#lease?.release();
  }

  send(result: EventResult): Promise<void> | undefined {
    if (this.#connection === null) return this.#connected;
    const full = this.#connection.room();
    if (full === undefined) this.#connection.send(result);
    return full;
  }

  connect(connection: EventConnection): void {
    this.#connection = connection;
    this.#connect();
  }
}
