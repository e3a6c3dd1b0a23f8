/** A connection that is used once: when it is lost, another one is made. */
export interface Connection {
  /** Connects, and starts to listen if it does. */
  open(): Promise<void>;
  /** Resolves when the broker has given a sign of life. */
  check(): Promise<void>;
  /** Closes in good order. */
  end(): Promise<void>;
  /** Closes at once; every answer that is still awaited fails. May be called again. */
  destroy(): void;
}

/** A connection that carries payloads to every instance, this one included. */
export interface BrokerConnection extends Connection {
  send(payloads: readonly string[]): Promise<void>;
}

/** What a connection reports, from the moment that it is made. */
export interface ConnectionEvents {
  lost(error: unknown): void;
}

export interface BrokerEvents extends ConnectionEvents {
  heard(payload: string): void;
}

export type ConnectToBroker = (events: BrokerEvents) => BrokerConnection;
