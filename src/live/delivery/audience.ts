import { CodedError } from '../../errors/coded-error.ts';
import { FRESH_FOR } from '../feeds/feed.ts';
import type { Feed, LiveEvent } from '../feeds/feed.ts';
import type { Pace } from './pace.ts';
import type { LiveCounts, Recipient, Rendered, Rendering } from './recipient.ts';
import { SharedResults } from './shared-results.ts';

export interface AudienceOptions {
  readonly feed: Feed<LiveEvent>;
  readonly rendering: Rendering;
  readonly pace: Pace;
  readonly counts: LiveCounts;
  readonly onError: (error: unknown) => void;
}

/** A reader of the log is a position in it, and nothing more. */
interface Seat {
  readonly recipient: Recipient;
  position: number;
  isTaken: boolean;
}

/** Why somebody is not at the front. */
interface Delay {
  /** They took what was offered, and have no room for more until this resolves. */
  readonly full?: Promise<void>;
  /** What they are told before anything else. */
  readonly opening?: readonly LiveEvent[];
}

const FIRST_PAUSE = 250; // milliseconds after which a read that failed is tried again
const LONGEST_PAUSE = 5_000; // 5 seconds

/**
 * Those who asked the same of one feed. Most of them stand at its front and are given each event as it comes; the others
 * are on their way there, each from its own position: who has just come, and who could not take what was offered.
 */
export class Audience {
  readonly #options: AudienceOptions;
  readonly #front = new Set<Seat>();
  readonly #behind = new Set<Seat>();
  readonly #results: SharedResults;
  readonly #reads = new Map<number, Promise<readonly LiveEvent[]>>();
  /** Everybody at the front has what there is up to here. */
  #head: number;

  constructor(head: number, options: AudienceOptions) {
    this.#head = head;
    this.#options = options;
    this.#results = new SharedResults(options);
  }

  get key(): string {
    return this.#options.rendering.key;
  }

  get size(): number {
    return this.#front.size + this.#behind.size;
  }

  /** Begins after a position, with what concerns this recipient alone. @returns how to leave. */
  join(recipient: Recipient, { after, opening }: { after: number; opening: readonly LiveEvent[] }): () => void {
    const seat: Seat = { recipient, position: after, isTaken: true };
    this.#options.counts.streams += 1;
    if (opening.length === 0 && after >= this.#head) this.#front.add(seat);
    else this.#catchUp(seat, { opening });
    return () => this.#free(seat);
  }

  /** Gives the next event of the feed to everybody at the front. Never fails: who cannot be given it now comes later. */
  async deliver(event: LiveEvent): Promise<void> {
    if (event.isSilent) {
      this.#head = Math.max(this.#head, event.position);
      return;
    }
    const { pace } = this.#options;
    const rendered = this.#front.size === 0 ? null : await this.#tryResult(event);
    for (const seat of this.#front) {
      if (seat.position >= event.position) continue;
      const turn = pace.breathe();
      if (turn !== undefined) await turn;
      if (!seat.isTaken) continue;

      const full = rendered === null ? Promise.resolve() : this.#give(seat, { event, rendered });
      if (full !== undefined) this.#catchUp(seat, { full });
    }
    // In the same turn in which the loop ends: who steps to the front sees the one or the other.
    this.#head = Math.max(this.#head, event.position);
  }

  end(error?: unknown): void {
    for (const seat of [...this.#front, ...this.#behind]) this.#end(seat, error);
  }

  #tryResult(event: LiveEvent): Promise<Rendered | null> {
    return this.#results.of(event).catch((error: unknown) => {
      this.#options.onError(error);
      return null;
    });
  }

  #give(seat: Seat, { event, rendered }: { event: LiveEvent; rendered: Rendered }): Promise<void> | undefined {
    seat.position = Math.max(seat.position, event.position);
    this.#options.counts.deliveries += 1;
    return seat.recipient.offer(rendered);
  }

  #catchUp(seat: Seat, delay: Delay): void {
    this.#front.delete(seat);
    this.#behind.add(seat);
    void this.#walk(seat, delay);
  }

  /** From the seat's position to the front. */
  async #walk(seat: Seat, { full, opening = [] }: Delay): Promise<void> {
    let pause = FIRST_PAUSE;
    let isOpen = opening.length === 0;
    await full;
    while (seat.isTaken) {
      try {
        if (!isOpen) await this.#step(seat, opening);
        isOpen = true;
        if (this.#stepToFront(seat)) return;
        await this.#step(seat, await this.#readAfter(seat));
        pause = FIRST_PAUSE;
      } catch (error) {
        if (error instanceof CodedError) {
          this.#end(seat, error);
          return;
        }
        this.#options.onError(error);
        await sleep(pause * (0.5 + Math.random() / 2));
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  }

  #stepToFront(seat: Seat): boolean {
    if (!seat.isTaken || seat.position < this.#head) return false;
    this.#behind.delete(seat);
    this.#front.add(seat);
    return true;
  }

  async #step(seat: Seat, events: readonly LiveEvent[]): Promise<void> {
    const { pace } = this.#options;
    const readAt = Date.now();
    for (const event of events) {
      if (event.isSilent) {
        seat.position = Math.max(seat.position, event.position);
        continue;
      }
      await pace.breathe();
      const rendered = (await this.#results.of(event)) ?? (await this.#renderOwn(seat, event));
      if (!seat.isTaken) return;
      const full = this.#give(seat, { event, rendered });
      if (full === undefined) continue;
      await full;
      if (Date.now() - readAt > FRESH_FOR) return;
    }
  }

  /** Readers at one place read together. What they read may be older than the head: none of it is skipped for that. */
  async #readAfter(seat: Seat): Promise<readonly LiveEvent[]> {
    const { feed } = this.#options;
    const after = seat.position;
    const running = this.#reads.get(after);
    if (running !== undefined) return await running;

    const head = this.#head;
    const reading = feed.read(after).finally(() => this.#reads.delete(after));
    this.#reads.set(after, reading);
    const events = await reading;
    // Nothing is left of what the head had passed when this read began: it is gone from the log for good.
    if (events.length === 0) seat.position = Math.max(seat.position, head);
    return events;
  }

  #renderOwn(seat: Seat, event: LiveEvent): Promise<Rendered> {
    this.#options.counts.executions += 1;
    return seat.recipient.renderOwn(event);
  }

  #end(seat: Seat, error: unknown): void {
    if (!seat.isTaken) return;
    this.#free(seat);
    seat.recipient.end(error);
  }

  #free(seat: Seat): void {
    if (seat.isTaken) this.#options.counts.streams -= 1;
    seat.isTaken = false;
    this.#front.delete(seat);
    this.#behind.delete(seat);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
