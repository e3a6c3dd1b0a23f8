import { FRESH_FOR } from '../feeds/feed.ts';
import type { Feed, LiveEvent } from '../feeds/feed.ts';
import type { Executions, ReadEvent } from './executions.ts';
import type { FeedRead } from './shared-reads.ts';
import type { SharedResults } from './shared-results.ts';
import type { DeliveryCounts, EventResult, Subscriber } from './subscriber.ts';
import type { TimeSlice } from './time-slice.ts';

export interface SendingMeans {
  readonly feed: Feed<LiveEvent>;
  readonly executions: Executions;
  readonly results: SharedResults;
  readonly timeSlice: TimeSlice;
}

export interface Sent {
  /** Set where there was no room for an event: it resolves when there may be some. */
  readonly full?: Promise<void>;
}

/** A subscriber's place in a feed: it costs a position in the log, and nothing more. */
export class Subscription {
  readonly subscriber: Subscriber;
  readonly #counts: DeliveryCounts;
  #position: number;
  #isOpen = true;

  constructor(subscriber: Subscriber, { after, counts }: { after: number; counts: DeliveryCounts }) {
    this.subscriber = subscriber;
    this.#position = after;
    this.#counts = counts;
    counts.subscribers += 1;
  }

  get position(): number {
    return this.#position;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @returns undefined when it was sent, otherwise a promise that resolves when there may be room for it. */
  send(event: LiveEvent, result: EventResult): Promise<void> | undefined {
    const full = this.subscriber.send(result, event);
    if (full !== undefined) return full;
    this.moveTo(event.position);
    this.#counts.deliveries += 1;
    return undefined;
  }

  /** Sends what was read, as long as it is fresh and has room: the client gets the rest later, as it is then. */
  async sendAll({ events, readAt }: FeedRead, means: SendingMeans): Promise<Sent> {
    const { results, timeSlice } = means;
    for (const event of events) {
      if (event.isSilent) {
        this.moveTo(event.position);
        continue;
      }
      await timeSlice.giveWay();
      const read = { event, readAt };
      const result = (await results.of(read, 1)) ?? (await this.#executeAlone(read, means));
      const full = this.#isOpen ? this.send(event, result) : undefined;
      if (full !== undefined) return { full };
      if (!this.#isOpen || Date.now() - readAt > FRESH_FOR) break;
    }
    return {};
  }

  /** Passes what it is not sent, and never goes back. @returns the position. */
  moveTo(position: number): number {
    this.#position = Math.max(this.#position, position);
    return this.#position;
  }

  close(): void {
    this.#counts.subscribers -= 1;
    this.#isOpen = false;
  }

  #executeAlone(read: ReadEvent, { executions, feed }: SendingMeans): Promise<EventResult> {
    this.#counts.executions += 1;
    return executions.run({ ...read, feed, subscribers: 1, execute: (event) => this.subscriber.execute(event) });
  }
}
