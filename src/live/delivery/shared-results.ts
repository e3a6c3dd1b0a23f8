import type { LiveEvent } from '../feeds/feed.ts';
import type { DeliveryCounts, EventResult, SharedExecution } from './subscriber.ts';

/**
 * One execution an event for all subscribers that are served from one read of the feed. Whoever comes later reads again, and
 * what was read again is executed again: a kept result would tell of a text, a name or a count that has changed since.
 */
export class SharedResults {
  readonly #execution: SharedExecution;
  readonly #counts: DeliveryCounts;
  /** By the event itself, which every read makes anew. */
  readonly #results = new WeakMap<LiveEvent, Promise<EventResult | null>>();

  constructor({ execution, counts }: { execution: SharedExecution; counts: DeliveryCounts }) {
    this.#execution = execution;
    this.#counts = counts;
  }

  /** The result for the whole group; null where it depends on the viewer. */
  of(event: LiveEvent): Promise<EventResult | null> {
    const known = this.#results.get(event);
    if (known !== undefined) return known;

    this.#counts.executions += 1;
    const result = this.#execution.execute(event);
    this.#results.set(event, result);
    result.catch(() => this.#results.delete(event));
    return result;
  }
}
