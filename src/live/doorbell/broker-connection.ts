/**
 * One connection to a broker, which carries payloads to every instance, this one included. It is used once: when it is
 * lost, another one is made.
 */
export interface BrokerConnection {
  /** Connects and starts to listen. */
  open(): Promise<void>;
  send(payloads: readonly string[]): Promise<void>;
  /** Resolves when the broker has given a sign of life. */
  check(): Promise<void>;
  /** Closes in good order. */
  end(): Promise<void>;
  /** Closes at once; every answer that is still awaited fails. May be called again. */
  destroy(): void;
}

/** What a connection reports, from the moment that it is made. */
export interface BrokerEvents {
  heard(payload: string): void;
  lost(error: unknown): void;
}

export type ConnectToBroker = (events: BrokerEvents) => BrokerConnection;
