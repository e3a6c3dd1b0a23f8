import { CodedError } from '../../errors/coded-error.ts';
import { Audience } from './audience.ts';
import type { AudienceOptions } from './audience.ts';
import type { Recipient, Rendering } from './recipient.ts';
import { BATCH, FRESH_FOR } from '../feeds/feed.ts';
import type { LiveEvent } from '../feeds/feed.ts';

/** Where a stream begins. */
export interface Start {
  /** The place after which it begins. */
  readonly after: number;
  /** Where the feed stood when that was decided. */
  readonly end: number;
  /** What this stream is told before anything else. */
  readonly opening: readonly LiveEvent[];
}

export interface ChannelOptions extends Omit<AudienceOptions, 'rendering'> {
  /** Nobody follows any more. */
  readonly onEmpty: () => void;
}

const RETRY_AFTER = 1_000; // 1 second

/** One feed with all who follow it: read once for all of them, executed once for all who asked the same. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #audiences = new Map<string, Audience>();
  #head: number;
  #isReading = false;
  #isStale = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(head: number, options: ChannelOptions) {
    this.#head = head;
    this.#options = options;
  }

  /** @returns how to leave. */
  join(rendering: Rendering, { recipient, start }: { recipient: Recipient; start: Start }): () => void {
    const audience = this.#audiences.get(rendering.key) ?? new Audience(this.#head, { ...this.#options, rendering });
    this.#audiences.set(rendering.key, audience);
    const leave = audience.join(recipient, start);
    // What was read to find the start may be older than what was heard since.
    if (start.end !== this.#head) this.wake();

    return () => {
      leave();
      this.#close(audience);
    };
  }

  /** There may be something new. */
  wake(): void {
    this.#isStale = true;
    if (!this.#isReading) void this.#read();
  }

  /** Ends every stream. */
  end(error?: unknown): void {
    clearTimeout(this.#retry);
    for (const audience of this.#audiences.values()) audience.end(error);
    this.#audiences.clear();
    this.#options.onEmpty();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#isStale && this.#audiences.size > 0) {
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
    const events = await this.#options.feed.read(this.#head);
    const readAt = Date.now();
    for (const event of events) {
      if (Date.now() - readAt > FRESH_FOR) break;
      // First, so that whoever begins an audience meanwhile begins behind this event, and reads it.
      this.#head = event.position;
      await Promise.all([...this.#audiences.values()].map((audience) => audience.deliver(event)));
    }
    const last = events.at(-1);
    if (last === undefined) return;
    // A full batch, one that was left, or an end that is still to be told.
    if (events.length === BATCH || last.position > this.#head || last.isLast) this.#isStale = true;
  }

  #tryLater(error: unknown): void {
    this.#options.onError(error);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.wake(), RETRY_AFTER).unref();
  }

  #close(audience: Audience): void {
    if (audience.size > 0 || this.#audiences.get(audience.key) !== audience) return;
    this.#audiences.delete(audience.key);
    if (this.#audiences.size > 0) return;
    clearTimeout(this.#retry);
    this.#options.onEmpty();
  }
}
