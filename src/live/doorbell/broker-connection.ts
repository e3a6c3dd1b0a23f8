/**
 * One connection that carries payloads to every instance, the own one included. It is used once: when it is lost, another
 * is made.
 */
export interface Wire {
  /** Connects and begins to hear. */
  open(): Promise<void>;
  send(payloads: readonly string[]): Promise<void>;
  /** Settles when the other side has given a sign of life. */
  check(): Promise<void>;
  /** Ends in good order. */
  end(): Promise<void>;
  /** Ends at once; whoever still waits for an answer is told that there will be none. May be called again. */
  destroy(): void;
}

/** What a wire tells by itself, from the moment that it is made. */
export interface WireEvents {
  heard(payload: string): void;
  lost(error: unknown): void;
}

export type MakeWire = (events: WireEvents) => Wire;
