import { Refusal } from './refuse.ts';

/** Work of which a process does one at a time, and which can be told to stop. */
export class OneAtATime {
  readonly #what: string;
  #running: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;

  /** @param what its name, for a person: “an export”. */
  constructor(what: string) {
    this.#what = what;
  }

  /**
   * @param client aborted when whoever asked for it leaves, which stops it.
   * @throws {Refusal} at once, where it is being done.
   */
  run<Result>(client: AbortSignal, work: (stop: AbortController) => Promise<Result>): Promise<Result> {
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

  /** Stops what runs, and waits for its end. */
  async close(): Promise<void> {
    this.#running?.stop.abort();
    await this.#running?.ended.catch(() => undefined);
  }
}
