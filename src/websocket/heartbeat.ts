const PARTS = 12; // of a beat: thousands of pings at once would delay everything else

/** Calls many sockets in turn, each once a beat, by one timer. */
export class Heartbeat {
  readonly #parts = Array.from({ length: PARTS }, () => new Set<() => void>());
  readonly #timer: NodeJS.Timeout;
  #part = 0;
  #next = 0;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#tick(), everyMs / PARTS).unref();
  }

  /** @returns how to leave. */
  join(beat: () => void): () => void {
    const part = this.#parts[this.#next];
    this.#next = (this.#next + 1) % PARTS;
    part?.add(beat);
    return () => void part?.delete(beat);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    this.#part = (this.#part + 1) % PARTS;
    for (const beat of this.#parts[this.#part] ?? []) beat();
  }
}
