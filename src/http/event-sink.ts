import type { Outlet, Rendered } from '../live/delivery/recipient.ts';

/** What an open response takes. */
export interface EventConnection {
  send(rendered: Rendered): void;
  /** Nothing while there is room, else what resolves when there is again, or when the client has left. */
  room(): Promise<void> | undefined;
}

/** Where a stream of server-sent events takes its results; they wait until the response is there. */
export class EventOutlet implements Outlet {
  #connection: EventConnection | null = null;
  #connect: () => void = () => {};
  readonly #connected = new Promise<void>((resolve) => (this.#connect = resolve));
  #first: Rendered | null = null;
  readonly #left: AbortSignal;

  /** @param left aborted when the client has left, also before there is a response that could be cancelled. */
  constructor(left: AbortSignal) {
    this.#left = left;
  }

  onLeft(end: () => void): void {
    if (this.#left.aborted) end();
    else this.#left.addEventListener('abort', end, { once: true });
  }

  offer(rendered: Rendered): Promise<void> | undefined {
    if (this.#connection === null) {
      this.#first = rendered;
      return this.#connected.then(() => this.#connection?.room());
    }
    this.#connection.send(rendered);
    return this.#connection.room();
  }

  connect(connection: EventConnection): void {
    this.#connection = connection;
    if (this.#first !== null) connection.send(this.#first);
    this.#first = null;
    this.#connect();
  }
}
