import type { LiveEvent } from '../feeds/feed.ts';

/** The result of one event as it is delivered: encoded once for every subscriber that gets the same. */
export interface EventResult {
  /** The execution's result as JSON. */
  readonly json: string;
  /** The event's cursor; null when the client did not select it. */
  readonly cursor: string | null;
}

/** Where a client's results go: its WebSocket, or its response of server-sent events. */
export interface Sink {
  /**
   * Sends a result, if there is room for it.
   *
   * @returns undefined when it was sent; otherwise it was not, and the promise resolves when there may be room, or when the
   * client has left.
   */
  send(result: EventResult): Promise<void> | undefined;
  /** Calls `end` when the client leaves. A sink whose door ends its subscriptions itself has none. */
  onClose?(end: () => void): void;
  /** Called once, when the subscription is over, whatever ended it. */
  onEnd?(): void;
}

/** One client's subscription, as delivery sees it. */
export interface Subscriber {
  /** As {@link Sink.send}; the event is that of the result. */
  send(result: EventResult, event: LiveEvent): Promise<void> | undefined;
  /** Executes an event for this subscriber alone, where the result depends on the viewer. */
  execute(event: LiveEvent): Promise<EventResult>;
  /** The stream is over: because of an error, or because the service shuts down. */
  end(error?: unknown): void;
}

/** What a group of subscribers asks of each event: one execution serves all of them. It knows none of them. */
export interface SharedExecution {
  /** Equal for subscriptions that ask the same. */
  readonly key: string;
  /** Executes an event for the whole group; null where the result depends on the viewer. */
  execute(event: LiveEvent): Promise<EventResult | null>;
}

/** What delivery has done since the process started. */
export interface DeliveryCounts {
  /** Subscriptions that are open now. */
  subscribers: number;
  executions: number;
  deliveries: number;
}
