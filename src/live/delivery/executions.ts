import type { Limits } from '../../config/limits.ts';
import { FRESH_FOR, type Feed, type LiveEvent } from '../feeds/feed.ts';

/** An event as it was read. */
export interface ReadEvent {
  readonly event: LiveEvent;
  /** When it was found, in milliseconds. */
  readonly readAt: number;
}

interface Work<Result> extends ReadEvent {
  readonly feed: Feed<LiveEvent>;
  /** How many wait for the result. */
  readonly subscribers: number;
  execute(event: LiveEvent): Promise<Result>;
}

interface Waiting {
  readonly subscribers: number;
  begin(): void;
}

/**
 * Lets few executions of events run at once in the process, whoever subscribed: each holds what it reads and completes until it is done,
 * and takes a time slice of each turn. What most subscribers wait for goes first. Mostly nothing waits, so that a queue for all of them
 * would take longer than a small execution.
 */
export class Executions {
  readonly #most: number;
  /** In the order in which they came. */
  #waiting: Waiting[] = [];
  #running = 0;

  constructor({ eventsAtOnce }: Pick<Limits, 'eventsAtOnce'>) {
    this.#most = Math.max(1, eventsAtOnce);
  }

  /** @throws what the execution throws, or a reading of the event. */
  async run<Result>({ event, readAt, feed, subscribers, execute }: Work<Result>): Promise<Result> {
    if (this.#running < this.#most) this.#running += 1;
    else await new Promise<void>((begin) => this.#waiting.push({ subscribers, begin }));
    try {
      return await execute(Date.now() - readAt > FRESH_FOR ? await readAgain(event, feed) : event);
    } finally {
      this.#pass();
    }
  }

  /** Drops what waits: nobody is left to be sent it. */
  close(): void {
    this.#waiting = [];
  }

  /** Hands the place of an execution that has ended to the next one. */
  #pass(): void {
    let first = 0;
    for (const [place, { subscribers }] of this.#waiting.entries()) {
      if (subscribers > (this.#waiting[first]?.subscribers ?? 0)) first = place;
    }
    const [next] = this.#waiting.splice(first, 1);
    if (next === undefined) this.#running -= 1;
    else next.begin();
  }
}

/** An event that has waited may tell of a text that has been withdrawn since. */
async function readAgain({ position }: LiveEvent, feed: Feed<LiveEvent>): Promise<LiveEvent> {
  const [event] = await feed.read(position - 1);
  if (event?.position === position && event.isSilent !== true) return event;
  throw new Error(
    'Expected an event where there was one; the feed has another. Whoever waits for it reads on by itself.',
  );
}
