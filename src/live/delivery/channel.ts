import { CodedError } from '../../errors/coded-error.ts';
import { BATCH, FRESH_FOR } from '../feeds/feed.ts';
import type { LiveEvent } from '../feeds/feed.ts';
import { addBacklogs, type Backlog } from './backlog.ts';
import type { Pace } from './pace.ts';
import type { Start } from './source-stream.ts';
import type { SharedExecution, Subscriber } from './subscriber.ts';
import { SubscriberGroup } from './subscriber-group.ts';
import type { SubscriberGroupOptions } from './subscriber-group.ts';

type GroupOptions = Pick<SubscriberGroupOptions, 'feed' | 'executions' | 'timeSlice' | 'counts' | 'onError'>;

interface ChannelOptions extends GroupOptions {
  /** How often the feed is read at most; null: at every ring. */
  readonly pace: Pace | null;
  /** The last subscriber has left. */
  readonly onEmpty: () => void;
}

const RETRY_AFTER = 1_000; // 1 second

/** One feed and all of its subscribers: read once for all of them, executed once for each group that asks the same. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #groups = new Map<string, SubscriberGroup>();
  #head: number;
  /** Up to where the events reach that are being delivered. */
  #readTo: number;
  /** The feed is over at the head; what subscribers that are behind have of it is theirs to find. */
  #isOver = false;
  #isReading = false;
  #isStale = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(head: number, options: ChannelOptions) {
    this.#head = head;
    this.#readTo = head;
    this.#options = options;
  }

  /** @returns how to unsubscribe. */
  subscribe(execution: SharedExecution, { subscriber, start }: { subscriber: Subscriber; start: Start }): () => void {
    const group = this.#groups.get(execution.key) ?? this.#openGroup(execution);
    const unsubscribe = group.add(subscriber, start);
    // What was read to find the start may be older than the last ring.
    if (start.end !== this.#head) this.wake();
    return unsubscribe;
  }

  /** Reads the feed, and delivers what is new. */
  wake(): void {
    this.#isStale = true;
    if (!this.#isReading) void this.#read();
  }

  get backlog(): Backlog {
    return addBacklogs([...this.#groups.values()].map((group) => group.backlog));
  }

  /** Ends every subscription. */
  end(error?: unknown): void {
    for (const group of [...this.#groups.values()]) group.end(error);
  }

  #openGroup(execution: SharedExecution): SubscriberGroup {
    const group: SubscriberGroup = new SubscriberGroup(this.#head, {
      ...this.#options,
      execution,
      readTo: () => this.#readTo,
      // It came too late to be told that the feed is over, or in time because the feed goes on.
      onCaughtUp: () => {
        if (this.#isOver) this.wake();
      },
      onEmpty: () => this.#closeEmpty(group),
    });
    this.#groups.set(group.key, group);
    return group;
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#isStale && this.#groups.size > 0) {
        const { pace } = this.#options;
        if (pace !== null && !(await pace.take())) return;
        this.#isStale = false;
        await this.#deliverNext();
      }
    } catch (error) {
      if (error instanceof CodedError) this.#endAtHead(error);
      else this.#tryLater(error);
    } finally {
      this.#isReading = false;
    }
  }

  async #deliverNext(): Promise<void> {
    const events: readonly LiveEvent[] = await this.#options.feed.read(this.#head);
    const readAt = Date.now();
    const last = events.at(-1);
    this.#isOver = false;
    this.#readTo = last?.position ?? this.#head;
    for (const event of events) {
      if (Date.now() - readAt > FRESH_FOR) break;
      // First, so that a group that is made meanwhile starts behind this event, and reads it.
      this.#head = event.position;
      await Promise.all([...this.#groups.values()].map((group) => group.deliver({ event, readAt })));
    }
    this.#readTo = this.#head;
    if (last === undefined) return;
    // A full batch, one that was left half-way, or an end whose reason is still to be read.
    if (events.length === BATCH || last.position > this.#head || last.isLast) this.#isStale = true;
  }

  #endAtHead(error: CodedError): void {
    this.#isOver = true;
    for (const group of [...this.#groups.values()]) group.endAtHead(error);
  }

  #tryLater(error: unknown): void {
    this.#options.onError(error);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.wake(), RETRY_AFTER).unref();
  }

  #closeEmpty(group: SubscriberGroup): void {
    if (this.#groups.get(group.key) !== group) return;
    this.#groups.delete(group.key);
    if (this.#groups.size > 0) return;
    clearTimeout(this.#retry);
    this.#options.onEmpty();
  }
}
