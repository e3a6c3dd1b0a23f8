import { OWN_PLACE } from '../feeds/reactions-feed.ts';
import type { LiveEvent } from '../feeds/feed.ts';
import type { EventResult, Subscriber } from './subscriber.ts';

/** Begins to deliver a stream. @returns how to unsubscribe. */
type Open = (subscriber: Subscriber) => () => void;

const placed = new WeakMap<EventResult, Map<string, EventResult>>();

/**
 * One subscriber of two streams: the one that is followed, and one beside it, that begins when the first event of the other was sent. An
 * event of that has no place of its own: a client that resumes after it goes on where it was in the stream that it follows.
 */
export class JoinedStreams implements Subscriber {
  readonly #subscriber: Subscriber;
  readonly #openBeside: Open;
  readonly #unsubscribes: (() => void)[] = [];
  /** The cursor of the last event that was sent of the stream that is followed; null before the first. */
  #place: string | null = null;
  #isOver = false;

  constructor(subscriber: Subscriber, openBeside: Open) {
    this.#subscriber = subscriber;
    this.#openBeside = openBeside;
  }

  /** @returns how to unsubscribe from both. */
  start(open: Open): () => void {
    this.#unsubscribes.push(open(this));
    return () => this.#leave();
  }

  send(result: EventResult, event: LiveEvent): Promise<void> | undefined {
    const full = this.#subscriber.send(result, event);
    if (full !== undefined) return full;
    const isFirst = this.#place === null;
    this.#place = event.cursor ?? this.#place;
    if (isFirst && this.#place !== null && !this.#isOver) this.#unsubscribes.push(this.#openBeside(this.#beside()));
    return undefined;
  }

  execute(event: LiveEvent): Promise<EventResult> {
    return this.#subscriber.execute(event);
  }

  end(error?: unknown): void {
    this.#leave();
    this.#subscriber.end(error);
  }

  #beside(): Subscriber {
    return {
      send: (result, event) => this.#subscriber.send(placeAt(result, this.#place ?? ''), event),
      execute: (event) => this.#subscriber.execute(event),
      end: (error) => this.end(error),
    };
  }

  #leave(): void {
    this.#isOver = true;
    for (const unsubscribe of this.#unsubscribes.splice(0)) unsubscribe();
  }
}

/** The result as those are sent it who are at one place: most of them are at the same. */
function placeAt(result: EventResult, place: string): EventResult {
  const known = placed.get(result) ?? new Map<string, EventResult>();
  placed.set(result, known);
  const found = known.get(place);
  if (found !== undefined) return found;
  const { json, cursor } = result;
  const made = { json: json.replaceAll(OWN_PLACE, place), cursor: cursor === OWN_PLACE ? place : cursor };
  known.set(place, made);
  return made;
}
