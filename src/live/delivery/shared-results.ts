import { LRUCache } from 'lru-cache';
import { BATCH, FRESH_FOR } from '../feeds/feed.ts';
import type { LiveEvent } from '../feeds/feed.ts';
import type { DeliveryCounts, EventResult, SharedExecution } from './subscriber.ts';

/** The results of the latest events: one execution an event, also for subscribers that come to it within the next second. */
export class SharedResults {
  readonly #execution: SharedExecution;
  readonly #counts: DeliveryCounts;
  readonly #results = new LRUCache<string | number, Promise<EventResult | null>>({ max: BATCH, ttl: FRESH_FOR });

  constructor({ execution, counts }: { execution: SharedExecution; counts: DeliveryCounts }) {
    this.#execution = execution;
    this.#counts = counts;
  }

  /** The result for the whole group; null where it depends on the viewer. */
  of(event: LiveEvent): Promise<EventResult | null> {
    const key = event.key ?? event.position;
    const known = this.#results.get(key);
    if (known !== undefined) return known;

    this.#counts.executions += 1;
    const result = this.#execution.execute(event);
    this.#results.set(key, result);
    result.catch(() => this.#results.delete(key));
    return result;
  }
}
