import { Refusal } from './refuse.ts';

/** Work of which a process does one at a time, and which can be told to stop. */
export class OneAtATime {
  readonly #what: string;
  #isOver = false;
  #running: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;

  /** @param what its name, for a person: “an export”. */
  constructor(what: string) {
    this.#what = what;
  }

  /**
   * @param client aborted when whoever asked for it leaves, which stops it.
   * @throws {Refusal} at once, where it is being done, or is no longer done.
   */
  run<Result>(client: AbortSignal, work: (stop: AbortController) => Promise<Result>): Promise<Result> {
    if (this.#isOver) {
      throw new Refusal('The service is shutting down.', { status: 503, code: 'SERVICE_UNAVAILABLE' });
    }
    if (this.#running !== null) {
      throw new Refusal(`There is ${this.#what} already; wait for its end.`, { status: 409, code: 'CONFLICT' });
    }
    const stop = new AbortController();
    const leave = (): void => stop.abort();
    client.addEventListener('abort', leave);
    if (client.aborted) leave();
    const ended = work(stop).finally(() => {
      client.removeEventListener('abort', leave);
      this.#running = null;
    });
    this.#running = { stop, ended };
    return ended;
  }

  /** Stops what runs, and refuses what comes. */
  stop(): void {
    this.#isOver = true;
    this.#running?.stop.abort();
  }

  /** Stops, and waits for the end of what runs. */
  async close(): Promise<void> {
    this.stop();
    await this.#running?.ended.catch(() => undefined);
  }
}
