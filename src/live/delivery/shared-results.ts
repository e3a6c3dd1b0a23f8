import { setTimeout } from 'node:timers/promises';
import type { LiveEvent } from '../feeds/feed.ts';
import type { ReadEvent } from './executions.ts';
import type { SubscriberGroupOptions } from './subscriber-group.ts';
import type { EventResult } from './subscriber.ts';

type SharedResultsOptions = Pick<SubscriberGroupOptions, 'feed' | 'execution' | 'executions' | 'counts' | 'onError'>;

/** What came of executing an event for the whole group. */
interface Attempt {
  /** Null where each subscription must execute it by itself. */
  readonly result: EventResult | null;
  /** Resolves when it may. */
  readonly later: Promise<void>;
}

export const FIRST_PAUSE = 250; // milliseconds after which what failed is tried again

const NOW = Promise.resolve();

export const NOTHING: Attempt = { result: null, later: NOW };

/**
 * One execution an event for all subscribers that are served from one read of the feed. Whoever comes later reads again, and
 * what was read again is executed again: a kept result would tell of a text, a name or a count that has changed since.
 */
export class SharedResults {
  readonly #options: SharedResultsOptions;
  /** By the event itself, which every read makes anew. */
  readonly #results = new WeakMap<LiveEvent, Promise<EventResult | null>>();

  constructor(options: SharedResultsOptions) {
    this.#options = options;
  }

  /** The result for the whole group; null where it depends on the viewer. */
  of(read: ReadEvent, subscribers: number): Promise<EventResult | null> {
    const { event } = read;
    const known = this.#results.get(event);
    if (known !== undefined) return known;

    const { feed, execution, executions, counts } = this.#options;
    counts.executions += 1;
    const result = executions.run({ ...read, feed, subscribers, execute: (current) => execution.execute(current) });
    this.#results.set(event, result);
    result.catch(() => this.#results.delete(event));
    return result;
  }

  /** The same, without failing. After a failure all subscriptions wait together, so that the next attempt serves them all as well. */
  async attempt(read: ReadEvent, subscribers: number): Promise<Attempt> {
    try {
      return { result: await this.of(read, subscribers), later: NOW };
    } catch (error) {
      this.#options.onError(error);
      return { result: null, later: setTimeout(FIRST_PAUSE, undefined, { ref: false }) };
    }
  }

  /** Lets go of a result that everybody has been sent: the event itself is kept until the last group has been. */
  forget(event: LiveEvent): void {
    this.#results.delete(event);
  }
}
