import { setTimeout } from 'node:timers/promises';
import { CodedError } from '../../errors/coded-error.ts';
import { FRESH_FOR } from '../feeds/feed.ts';
import type { Feed, LiveEvent } from '../feeds/feed.ts';
import { SharedResults } from './shared-results.ts';
import type { Start } from './source-stream.ts';
import type { DeliveryCounts, EventResult, SharedExecution, Subscriber } from './subscriber.ts';
import type { TimeSlice } from './time-slice.ts';

export interface SubscriberGroupOptions {
  readonly feed: Feed<LiveEvent>;
  readonly execution: SharedExecution;
  readonly timeSlice: TimeSlice;
  readonly counts: DeliveryCounts;
  readonly onError: (error: unknown) => void;
}

/** A subscriber costs a position in the log, and nothing more. */
interface Subscription {
  readonly subscriber: Subscriber;
  position: number;
  isOpen: boolean;
}

/** Why a subscription is not at the head of its feed. */
interface Lag {
  /** Its client has no room for another result until this resolves. */
  readonly full?: Promise<void>;
  /** What it gets before anything else. */
  readonly opening?: readonly LiveEvent[];
}

const FIRST_PAUSE = 250; // milliseconds after which a read that failed is tried again
const LONGEST_PAUSE = 5_000; // 5 seconds

/**
 * The subscribers of one feed that ask the same. Most of them are at its head and get each event as it comes. The others
 * catch up, each from its own position: those that have just come, and those whose client had no room.
 */
export class SubscriberGroup {
  readonly #options: SubscriberGroupOptions;
  readonly #atHead = new Set<Subscription>();
  readonly #behind = new Set<Subscription>();
  readonly #results: SharedResults;
  readonly #reads = new Map<number, Promise<readonly LiveEvent[]>>();
  /** Every subscription at the head has been sent what there is up to here. */
  #head: number;

  constructor(head: number, options: SubscriberGroupOptions) {
    this.#head = head;
    this.#options = options;
    this.#results = new SharedResults(options);
  }

  get key(): string {
    return this.#options.execution.key;
  }

  get size(): number {
    return this.#atHead.size + this.#behind.size;
  }

  /** @returns how to unsubscribe. */
  add(subscriber: Subscriber, { after, opening }: Pick<Start, 'after' | 'opening'>): () => void {
    const subscription: Subscription = { subscriber, position: after, isOpen: true };
    this.#options.counts.subscribers += 1;
    if (opening.length === 0 && after >= this.#head) this.#atHead.add(subscription);
    else this.#fallBehind(subscription, { opening });
    return () => this.#close(subscription);
  }

  /** Sends the feed's next event to every subscription at the head. Never fails: what cannot be sent now comes later. */
  async deliver(event: LiveEvent): Promise<void> {
    if (event.isSilent) {
      this.#head = Math.max(this.#head, event.position);
      return;
    }
    const { timeSlice } = this.#options;
    const result = this.#atHead.size === 0 ? null : await this.#tryResult(event);
    for (const subscription of this.#atHead) {
      if (subscription.position >= event.position) continue;
      const turn = timeSlice.giveWay();
      if (turn !== undefined) await turn;
      if (!subscription.isOpen) continue;

      const full = result === null ? Promise.resolve() : this.#send(subscription, { event, result });
      if (full !== undefined) this.#fallBehind(subscription, { full });
    }
    // In the turn in which the loop ends: what reaches the head meanwhile is on one side of it or the other.
    this.#head = Math.max(this.#head, event.position);
  }

  end(error?: unknown): void {
    for (const subscription of [...this.#atHead, ...this.#behind]) this.#end(subscription, error);
  }

  #tryResult(event: LiveEvent): Promise<EventResult | null> {
    return this.#results.of(event).catch((error: unknown) => {
      this.#options.onError(error);
      return null;
    });
  }

  #send(subscription: Subscription, sent: { event: LiveEvent; result: EventResult }): Promise<void> | undefined {
    const { event, result } = sent;
    subscription.position = Math.max(subscription.position, event.position);
    this.#options.counts.deliveries += 1;
    return subscription.subscriber.send(result);
  }

  #fallBehind(subscription: Subscription, lag: Lag): void {
    this.#atHead.delete(subscription);
    this.#behind.add(subscription);
    void this.#catchUp(subscription, lag);
  }

  /** From the subscription's position to the head. */
  async #catchUp(subscription: Subscription, { full, opening = [] }: Lag): Promise<void> {
    let pause = FIRST_PAUSE;
    let isOpened = opening.length === 0;
    await full;
    while (subscription.isOpen) {
      try {
        if (!isOpened) await this.#sendNext(subscription, opening);
        isOpened = true;
        if (this.#reachHead(subscription)) return;
        await this.#sendNext(subscription, await this.#readAfter(subscription));
        pause = FIRST_PAUSE;
      } catch (error) {
        if (error instanceof CodedError) {
          this.#end(subscription, error);
          return;
        }
        this.#options.onError(error);
        await setTimeout(pause * (0.5 + Math.random() / 2), undefined, { ref: false });
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  }

  #reachHead(subscription: Subscription): boolean {
    if (!subscription.isOpen || subscription.position < this.#head) return false;
    this.#behind.delete(subscription);
    this.#atHead.add(subscription);
    return true;
  }

  async #sendNext(subscription: Subscription, events: readonly LiveEvent[]): Promise<void> {
    const { timeSlice } = this.#options;
    const readAt = Date.now();
    for (const event of events) {
      if (event.isSilent) {
        subscription.position = Math.max(subscription.position, event.position);
        continue;
      }
      await timeSlice.giveWay();
      const result = (await this.#results.of(event)) ?? (await this.#executeAlone(subscription, event));
      if (!subscription.isOpen) return;
      const full = this.#send(subscription, { event, result });
      if (full === undefined) continue;
      await full;
      if (Date.now() - readAt > FRESH_FOR) return;
    }
  }

  /** Subscriptions at one position read together. None of what they read is skipped for being older than the head. */
  async #readAfter(subscription: Subscription): Promise<readonly LiveEvent[]> {
    const { feed } = this.#options;
    const after = subscription.position;
    const running = this.#reads.get(after);
    if (running !== undefined) return await running;

    const head = this.#head;
    const reading = feed.read(after).finally(() => this.#reads.delete(after));
    this.#reads.set(after, reading);
    const events = await reading;
    // Nothing is left of what the head had passed when this read began: the log has dropped it for good.
    if (events.length === 0) subscription.position = Math.max(subscription.position, head);
    return events;
  }

  #executeAlone({ subscriber }: Subscription, event: LiveEvent): Promise<EventResult> {
    this.#options.counts.executions += 1;
    return subscriber.execute(event);
  }

  #end(subscription: Subscription, error: unknown): void {
    if (!subscription.isOpen) return;
    this.#close(subscription);
    subscription.subscriber.end(error);
  }

  #close(subscription: Subscription): void {
    if (subscription.isOpen) this.#options.counts.subscribers -= 1;
    subscription.isOpen = false;
    this.#atHead.delete(subscription);
    this.#behind.delete(subscription);
  }
}
