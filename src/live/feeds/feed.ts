/** Something that happened, at its place in a feed. */
export interface LiveEvent {
  readonly position: number;
  /** Tells what only some readers get from the event that stands at the same place. */
  readonly key?: string;
  /** Nobody is told of it: it only moves a reader on. */
  readonly isSilent?: boolean;
  /** Nothing comes after it: whoever reads on is told why. */
  readonly isLast?: boolean;
}

/** One order of events that can be read from any place in it, by whoever may see what this feed shows. */
export interface Feed<Event extends LiveEvent> {
  /** Equal for two feeds that read the same: their readers are served together. */
  readonly key: string;
  /** What rings for it: the id of a post, or `SITE`. */
  readonly topic: string;
  /**
   * What comes after a place, in order, at most {@link BATCH} of it.
   *
   * @throws {CodedError} when the feed is over for its readers.
   */
  read(after: number): Promise<readonly Event[]>;
}

export const BATCH = 50; // rows read ahead: all that is ever held of a feed

/** 1 second: what was read ahead longer ago is read again, for it may have been withdrawn since. */
export const FRESH_FOR = 1_000;
