import { setTimeout } from 'node:timers/promises';
import { CodedError } from '../../errors/coded-error.ts';
import type { Feed, LiveEvent } from '../feeds/feed.ts';
import type { Executions, ReadEvent } from './executions.ts';
import { findBacklog, type Backlog } from './backlog.ts';
import { SharedReads } from './shared-reads.ts';
import { FIRST_PAUSE, NOTHING, SharedResults } from './shared-results.ts';
import type { Start } from './source-stream.ts';
import { Subscription } from './subscription.ts';
import type { SendingMeans, Sent } from './subscription.ts';
import type { DeliveryCounts, SharedExecution, Subscriber } from './subscriber.ts';
import type { TimeSlice } from './time-slice.ts';

export interface SubscriberGroupOptions {
  readonly feed: Feed<LiveEvent>;
  readonly execution: SharedExecution;
  readonly executions: Executions;
  readonly timeSlice: TimeSlice;
  readonly counts: DeliveryCounts;
  /** Up to where the channel has read what it is delivering now. */
  readonly readTo: () => number;
  /** A subscription that was behind has come to the head. */
  readonly onCaughtUp: () => void;
  /** The last subscription is closed. */
  readonly onEmpty: () => void;
  readonly onError: (error: unknown) => void;
}

/** Why a subscription is not at the head of its feed. */
interface Lag {
  /** Its client has no room for another result until this resolves. */
  readonly full?: Promise<void>;
  /** What it gets before anything else. */
  readonly opening?: readonly LiveEvent[];
  /** Where the feed ended when the subscription was made: it reads up to there by itself. */
  readonly end?: number;
}

/** How far a subscription that catches up has come. */
interface Course {
  opening: readonly LiveEvent[];
  end: number;
  /** It has been sent the last event, and reads why there is no other. */
  isOver: boolean;
}

const LONGEST_PAUSE = 5_000; // 5 seconds

/**
 * The subscribers of one feed that ask the same. Most of them are at its head and get each event as it comes. The others
 * catch up, each from its own position: those that have just come, and those whose client had no room.
 *
 * Whatever a subscriber is sent was read after it came. So one that is behind reads for itself, until it is past all that the
 * channel had read before.
 */
export class SubscriberGroup {
  readonly #options: SubscriberGroupOptions;
  readonly #atHead = new Set<Subscription>();
  readonly #behind = new Set<Subscription>();
  readonly #results: SharedResults;
  readonly #means: SendingMeans;
  readonly #reads: SharedReads;
  /** Every subscription at the head has been sent what there is up to here. */
  #head: number;

  constructor(head: number, options: SubscriberGroupOptions) {
    this.#head = head;
    this.#options = options;
    this.#results = new SharedResults(options);
    this.#means = { ...options, results: this.#results };
    this.#reads = new SharedReads(options.feed);
  }

  get key(): string {
    return this.#options.execution.key;
  }

  get size(): number {
    return this.#atHead.size + this.#behind.size;
  }

  get backlog(): Backlog {
    return findBacklog(this.#behind, this.#head);
  }

  /** @returns how to unsubscribe. */
  add(subscriber: Subscriber, { after, end, opening }: Start): () => void {
    const subscription = new Subscription(subscriber, { after, counts: this.#options.counts });
    if (opening.length === 0 && after >= Math.max(this.#head, end)) this.#atHead.add(subscription);
    else this.#fallBehind(subscription, { opening, end });
    return () => this.#close(subscription);
  }

  /** Sends the feed's next event to every subscription at the head. Never fails: what cannot be sent now comes later. */
  async deliver(read: ReadEvent): Promise<void> {
    const { event } = read;
    if (event.isSilent) {
      this.#head = Math.max(this.#head, event.position);
      return;
    }
    const { timeSlice } = this.#options;
    const attempt = this.#atHead.size === 0 ? NOTHING : await this.#results.attempt(read, this.#atHead.size);
    for (const subscription of this.#atHead) {
      if (subscription.position >= event.position) continue;
      const turn = timeSlice.giveWay();
      if (turn !== undefined) await turn;
      if (!subscription.isOpen) continue;

      const full = attempt.result === null ? attempt.later : subscription.send(event, attempt.result);
      if (full !== undefined) this.#fallBehind(subscription, { full });
    }
    this.#results.forget(event);
    // In the turn in which the loop ends: what reaches the head meanwhile is on one side of it or the other.
    this.#head = Math.max(this.#head, event.position);
  }

  end(error?: unknown): void {
    for (const subscription of [...this.#atHead, ...this.#behind]) this.#end(subscription, error);
  }

  /** The feed is over where the channel read it. Whoever is behind reads on from its own position, and finds its own end. */
  endAtHead(error: unknown): void {
    for (const subscription of [...this.#atHead]) this.#end(subscription, error);
  }

  #fallBehind(subscription: Subscription, lag: Lag): void {
    this.#atHead.delete(subscription);
    this.#behind.add(subscription);
    void this.#catchUp(subscription, lag);
  }

  /** From the subscription's position to the head. While it waits for its client, it holds nothing that was read. */
  async #catchUp(subscription: Subscription, { full, opening = [], end = 0 }: Lag): Promise<void> {
    const course: Course = { opening, end, isOver: false };
    let pause = FIRST_PAUSE;
    await full;
    while (subscription.isOpen) {
      try {
        const step = await this.#goOn(subscription, course);
        if (step.isAtHead) return;
        await step.full;
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

  async #goOn(subscription: Subscription, course: Course): Promise<Sent & { readonly isAtHead?: boolean }> {
    if (course.opening.length > 0) {
      const step = await subscription.sendAll({ events: course.opening, readAt: Infinity }, this.#means);
      if (step.full === undefined) course.opening = [];
      return step;
    }
    if (!course.isOver && this.#reachHead(subscription, course.end)) return { isAtHead: true };

    const head = this.#head;
    const read = await this.#reads.after(subscription.position);
    const step = await subscription.sendAll(read, this.#means);
    const last = read.events.at(-1);
    // Nothing is left of what the head had passed when this read began: the log has dropped it for good.
    if (last === undefined) course.end = subscription.moveTo(head);
    course.isOver = last?.isLast === true && subscription.position >= last.position;
    return step;
  }

  #reachHead(subscription: Subscription, knownEnd: number): boolean {
    const { readTo, onCaughtUp } = this.#options;
    if (!subscription.isOpen || subscription.position < Math.max(this.#head, readTo(), knownEnd)) return false;
    this.#behind.delete(subscription);
    this.#atHead.add(subscription);
    onCaughtUp();
    return true;
  }

  #end(subscription: Subscription, error: unknown): void {
    if (!subscription.isOpen) return;
    this.#close(subscription);
    subscription.subscriber.end(error);
  }

  #close(subscription: Subscription): void {
    if (!subscription.isOpen) return;
    subscription.close();
    this.#atHead.delete(subscription);
    this.#behind.delete(subscription);
    if (this.size === 0) this.#options.onEmpty();
  }
}
