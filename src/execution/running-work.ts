import { setTimeout as delay } from 'node:timers/promises';

/** Requests that are being answered, so that a shutdown can wait for them. */
export class RunningWork {
  readonly #running = new Set<Promise<unknown>>();

  async track<Value>(work: Promise<Value>): Promise<Value> {
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  /** Resolves when nothing runs any more, or when the time is over. */
  async settle(milliseconds: number): Promise<void> {
    const patience = new AbortController();
    const tooLong = delay(milliseconds, 'late', { signal: patience.signal }).catch(() => 'ended');
    while (this.#running.size > 0) {
      const first = await Promise.race([tooLong, Promise.allSettled(this.#running)]);
      if (first === 'late') return;
    }
    patience.abort();
  }
}
