import type { Identity } from '../../session/session.ts';
import type { Recipient, Rendering } from './recipient.ts';
import type { Broadcast } from './broadcast.ts';
import type { Start } from './channel.ts';
import { FRESH_FOR } from '../feeds/feed.ts';
import type { Feed, LiveEvent } from '../feeds/feed.ts';
import type { Hub } from '../doorbell/hub.ts';

export interface LiveSourceOptions<Event extends LiveEvent> {
  readonly feed: Feed<Event>;
  readonly start: Start & { readonly opening: readonly Event[] };
  /** With whose eyes everybody reads who reads this feed. */
  readonly viewpoint: Identity;
  readonly hub: Hub;
  readonly broadcast: Broadcast;
}

/**
 * The events of a subscription, from a place on. A wire follows it together with all who asked the same; whoever has none
 * iterates it, and reads alone.
 */
export class LiveSource<Event extends LiveEvent> implements AsyncIterable<Event> {
  readonly #options: LiveSourceOptions<Event>;

  constructor(options: LiveSourceOptions<Event>) {
    this.#options = options;
  }

  get key(): string {
    return this.#options.feed.key;
  }

  get viewpoint(): Identity {
    return this.#options.viewpoint;
  }

  /** Begins to deliver. @returns how to leave. */
  follow(rendering: Rendering, recipient: Recipient): () => void {
    const { broadcast, feed, start } = this.#options;
    return broadcast.join(feed, { rendering, recipient, start });
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Event> {
    const { hub, feed, start } = this.#options;
    const waker = createWaker();
    const stop = hub.listen(feed.topic, waker.wake);
    const events = readOn(feed, { ...start, waker });
    return {
      next: async () => await events.next(),
      async return() {
        stop();
        // A generator that waits cannot be ended from outside: it must first be woken.
        waker.close();
        return await events.return(undefined);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

/** Whether a subscription's source can be followed together with others. */
export function isLiveSource(source: object): source is LiveSource<LiveEvent> {
  return source instanceof LiveSource;
}

async function* readOn<Event extends LiveEvent>(
  feed: Feed<Event>,
  { after, opening, waker }: { after: number; opening: readonly Event[]; waker: Waker },
): AsyncGenerator<Event, void, undefined> {
  yield* opening;
  let position = after;
  do {
    let events: readonly Event[];
    do {
      events = await feed.read(position);
      const readAt = Date.now();
      for (const event of events) {
        if (Date.now() - readAt > FRESH_FOR) break;
        position = event.position;
        if (!event.isSilent) yield event;
      }
    } while (events.length > 0);
  } while (await waker.wait());
}

interface Waker {
  wake(): void;
  /** Resolves when woken since the last call; false once closed. */
  wait(): Promise<boolean>;
  close(): void;
}

function createWaker(): Waker {
  let isStale = false;
  let isClosed = false;
  let resume: (() => void) | null = null;

  function wake(): void {
    isStale = true;
    resume?.();
    resume = null;
  }
  return {
    wake,
    async wait() {
      if (!isStale && !isClosed) await new Promise<void>((resolve) => (resume = resolve));
      isStale = false;
      return !isClosed;
    },
    close() {
      isClosed = true;
      wake();
    },
  };
}
