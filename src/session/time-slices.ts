/** An execution that has steps waiting for its next turn. */
export interface Waiting {
  /** Resumes some of them. @returns whether others still wait. */
  resume(): boolean;
}

/**
 * Divides the event loop among executions: a step that has to wait goes on in a later turn of the loop, and in each turn one
 * execution goes on. A promise alone gives nobody else a turn, because what waits for promises runs before timers and sockets.
 */
export class TimeSlices {
  readonly #waiting: Waiting[] = [];
  #turn = 0;
  #isArmed = false;

  /** The number of the current turn of the event loop. It need not count turns in which nobody asked. */
  get turn(): number {
    this.#arm();
    return this.#turn;
  }

  /** Adds an execution to the round. It is resumed until nothing of it waits any more. */
  join(execution: Waiting): void {
    this.#waiting.push(execution);
    this.#arm();
  }

  #arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    setImmediate(() => {
      this.#isArmed = false;
      this.#turn += 1;
      const next = this.#waiting.shift();
      if (next?.resume() === true) this.#waiting.push(next);
      if (this.#waiting.length > 0) this.#arm();
    });
  }
}
