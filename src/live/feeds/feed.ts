import type { Identity } from '../../session/session.ts';

/** Something that happened, at its position in a feed. */
export interface LiveEvent {
  readonly position: number;
  /** A stream that resumes after it continues with the next event. */
  readonly cursor?: string;
  /** No subscriber is sent it: it only moves positions on. */
  readonly isSilent?: boolean;
  /** Nothing comes after it: reading on fails with the reason. */
  readonly isLast?: boolean;
}

/** An order of events that can be read from any position in it. */
export interface Feed<Event extends LiveEvent> {
  /** Equal for two feeds that read the same: their subscribers share a channel. */
  readonly key: string;
  /** What rings for it: the id of a post, `SITE`, or the topic of a post's reactions. */
  readonly topic: string;
  /**
   * The events after a position, in order, at most {@link BATCH} of them: new objects each time, of what is true now.
   *
   * @throws {CodedError} when the feed is over for its subscribers.
   */
  read(after: number): Promise<readonly Event[]>;
  /** Milliseconds from one reading for all of its subscribers together to the next; absent: it is read at every ring. */
  readonly every?: number;
}

/** The viewer whose permissions decide what all subscribers of a feed are sent. */
export interface Viewpoint {
  /** Equal for viewers that may see the same. */
  readonly key: string;
  readonly identity: Identity;
}

export const BATCH = 50; // rows read ahead: all that is ever held of a feed

/** Half a second: what was read ahead longer ago is read again, because it may have been withdrawn since. */
export const FRESH_FOR = 500;
