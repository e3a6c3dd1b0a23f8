import PQueue from 'p-queue';
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

/**
 * Lets few executions of events run at once in the process, whoever subscribed: each holds what it reads and completes until it is done,
 * and takes a time slice of each turn. What most subscribers wait for goes first.
 */
export class Executions {
  readonly #queue: PQueue;

  constructor({ eventsAtOnce }: Pick<Limits, 'eventsAtOnce'>) {
    this.#queue = new PQueue({ concurrency: Math.max(1, eventsAtOnce) });
  }

  /** @throws what the execution throws, or a reading of the event. */
  async run<Result>({ event, readAt, feed, subscribers, execute }: Work<Result>): Promise<Result> {
    return await this.#queue.add(
      async () => await execute(Date.now() - readAt > FRESH_FOR ? await readAgain(event, feed) : event),
      { priority: subscribers },
    );
  }

  /** Drops what waits: nobody is left to be sent it. */
  close(): void {
    this.#queue.clear();
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
