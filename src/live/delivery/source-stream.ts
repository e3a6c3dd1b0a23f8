import type { Identity } from '../../session/session.ts';
import type { Feed, LiveEvent } from '../feeds/feed.ts';

/** Where a subscription starts. */
export interface Start<Event extends LiveEvent = LiveEvent> {
  /** The position after which it starts. */
  readonly after: number;
  /** Where the feed ended when that was decided. */
  readonly end: number;
  /** Events that this subscriber alone gets, before all others. */
  readonly opening: readonly Event[];
}

/**
 * The source stream of a subscription (https://spec.graphql.org/draft/#sec-Source-Stream): which feed, and from where on.
 * Delivery reads the feed for all of its subscribers together, so this one is subscribed to and not iterated.
 */
export class SourceStream<Event extends LiveEvent> implements AsyncIterable<Event> {
  readonly feed: Feed<Event>;
  readonly start: Start<Event>;
  /** The viewer whose permissions every reader of this feed shares. */
  readonly viewpoint: Identity;
  /** What is delivered with it to the same subscriber, and has no place in it. */
  readonly beside: Pick<SourceStream<Event>, 'feed' | 'start'> | null;

  constructor({
    feed,
    start,
    viewpoint,
    beside = null,
  }: Pick<SourceStream<Event>, 'feed' | 'start' | 'viewpoint'> & Partial<Pick<SourceStream<Event>, 'beside'>>) {
    this.beside = beside;
    this.feed = feed;
    this.start = start;
    this.viewpoint = viewpoint;
  }

  /** GraphQL takes nothing but an async iterable for a source stream. */
  [Symbol.asyncIterator](): AsyncIterator<Event> {
    throw new Error('Expected a source stream to be subscribed to through Delivery; it cannot be iterated.');
  }
}
