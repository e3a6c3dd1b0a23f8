import type { LiveEvent } from '../feeds/feed.ts';

/** An event as it is delivered: made once for all who get the same. */
export interface Rendered {
  /** The result of the execution, as JSON. */
  readonly text: string;
  /** The place that the result names; null where it names none. */
  readonly cursor: string | null;
}

/** Where a stream ends: on a socket, say. */
export interface Outlet {
  /**
   * Takes a result. @returns nothing while there is room for another, else what resolves when there is again, or when
   * nobody is there any more.
   */
  offer(rendered: Rendered): Promise<void> | undefined;
  /** Calls `end` when nobody is there any more; where it is not there, the stream itself is told. */
  onLeft?(end: () => void): void;
}

/** Somebody who follows. */
export interface Recipient extends Outlet {
  /** Executes for this recipient alone. */
  renderOwn(event: LiveEvent): Promise<Rendered>;
  /** The stream is over: because of an error, or because the service stops. */
  end(error?: unknown): void;
}

/** What is asked of each event. Equal keys ask the same, so that one execution serves all of them. */
export interface Rendering {
  readonly key: string;
  /** Executes for everybody; null where the result depends on who asks. */
  render(event: LiveEvent): Promise<Rendered | null>;
}

/** What was done so far. */
export interface LiveCounts {
  /** Streams that are followed now. */
  streams: number;
  executions: number;
  deliveries: number;
}
