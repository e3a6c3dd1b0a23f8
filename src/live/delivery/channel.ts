import { CodedError } from '../../errors/coded-error.ts';
import { BATCH, FRESH_FOR } from '../feeds/feed.ts';
import type { LiveEvent } from '../feeds/feed.ts';
import type { Start } from './source-stream.ts';
import type { SharedExecution, Subscriber } from './subscriber.ts';
import { SubscriberGroup } from './subscriber-group.ts';
import type { SubscriberGroupOptions } from './subscriber-group.ts';

interface ChannelOptions extends Omit<SubscriberGroupOptions, 'execution'> {
  /** The last subscriber has left. */
  readonly onEmpty: () => void;
}

const RETRY_AFTER = 1_000; // 1 second

/** One feed and all of its subscribers: read once for all of them, executed once for each group that asks the same. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #groups = new Map<string, SubscriberGroup>();
  #head: number;
  #isReading = false;
  #isStale = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(head: number, options: ChannelOptions) {
    this.#head = head;
    this.#options = options;
  }

  /** @returns how to unsubscribe. */
  subscribe(execution: SharedExecution, { subscriber, start }: { subscriber: Subscriber; start: Start }): () => void {
    const group = this.#groups.get(execution.key) ?? new SubscriberGroup(this.#head, { ...this.#options, execution });
    this.#groups.set(execution.key, group);
    const unsubscribe = group.add(subscriber, start);
    // What was read to find the start may be older than the last ring.
    if (start.end !== this.#head) this.wake();

    return () => {
      unsubscribe();
      this.#closeEmpty(group);
    };
  }

  /** Reads the feed, and delivers what is new. */
  wake(): void {
    this.#isStale = true;
    if (!this.#isReading) void this.#read();
  }

  /** Ends every subscription. */
  end(error?: unknown): void {
    clearTimeout(this.#retry);
    for (const group of this.#groups.values()) group.end(error);
    this.#groups.clear();
    this.#options.onEmpty();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#isStale && this.#groups.size > 0) {
        this.#isStale = false;
        await this.#deliverNext();
      }
    } catch (error) {
      if (error instanceof CodedError) this.end(error);
      else this.#tryLater(error);
    } finally {
      this.#isReading = false;
    }
  }

  async #deliverNext(): Promise<void> {
    const events: readonly LiveEvent[] = await this.#options.feed.read(this.#head);
    const readAt = Date.now();
    for (const event of events) {
      if (Date.now() - readAt > FRESH_FOR) break;
      // First, so that a group that is made meanwhile starts behind this event, and reads it.
      this.#head = event.position;
      await Promise.all([...this.#groups.values()].map((group) => group.deliver(event)));
    }
    const last = events.at(-1);
    if (last === undefined) return;
    // A full batch, one that was left half-way, or an end whose reason is still to be read.
    if (events.length === BATCH || last.position > this.#head || last.isLast) this.#isStale = true;
  }

  #tryLater(error: unknown): void {
    this.#options.onError(error);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.wake(), RETRY_AFTER).unref();
  }

  #closeEmpty(group: SubscriberGroup): void {
    if (group.size > 0 || this.#groups.get(group.key) !== group) return;
    this.#groups.delete(group.key);
    if (this.#groups.size > 0) return;
    clearTimeout(this.#retry);
    this.#options.onEmpty();
  }
}
