interface Held {
  readonly bytes: number;
  readonly cut: () => void;
}

/**
 * Counts the bytes of answers that wait for their clients to read them, at both doors. Beyond the limit, the connection whose
 * answer has waited longest is cut: others that read are served before their turn to be cut comes.
 */
export class UnreadBytes {
  readonly #limit: number;
  /** Oldest first. */
  readonly #held = new Set<Held>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns how to say that they have been read, or that the connection has closed. */
  hold(bytes: number, cut: () => void): () => void {
    const held = { bytes, cut };
    this.#held.add(held);
    this.#bytes += bytes;
    for (const oldest of this.#held) {
      if (this.#bytes <= this.#limit) break;
      this.#release(oldest);
      oldest.cut();
    }
    return () => this.#release(held);
  }

  #release(held: Held): void {
    if (this.#held.delete(held)) this.#bytes -= held.bytes;
  }
}
