import type { Feed, LiveEvent } from '../feeds/feed.ts';

/** What a feed had after a position. */
export interface FeedRead {
  readonly events: readonly LiveEvent[];
  /** When it was found, in milliseconds. */
  readonly readAt: number;
}

/**
 * Reads for subscribers that catch up. Those at one position read together, if they ask before the read begins: one that
 * began earlier may have found what was edited or withdrawn since.
 */
export class SharedReads {
  readonly #feed: Feed<LiveEvent>;
  readonly #waiting = new Map<number, Promise<FeedRead>>();
  /** At most one for each position, however many subscribers come to it. */
  readonly #running = new Map<number, Promise<void>>();

  constructor(feed: Feed<LiveEvent>) {
    this.#feed = feed;
  }

  after(position: number): Promise<FeedRead> {
    const waiting = this.#waiting.get(position);
    if (waiting !== undefined) return waiting;

    const reading = this.#readNext(position);
    this.#waiting.set(position, reading);
    return reading;
  }

  async #readNext(position: number): Promise<FeedRead> {
    await this.#running.get(position);
    this.#waiting.delete(position);
    const reading = this.#feed.read(position);
    const settled = reading.then(toNothing, toNothing);
    this.#running.set(position, settled);
    try {
      return { events: await reading, readAt: Date.now() };
    } finally {
      if (this.#running.get(position) === settled) this.#running.delete(position);
    }
  }
}

function toNothing(): undefined {
  return undefined;
}
