import { DEFAULT_LIMITS, type Limits } from '../../config/limits.ts';
import type { Hub } from '../doorbell/hub.ts';
import type { Feed, LiveEvent } from '../feeds/feed.ts';
import { Channel } from './channel.ts';
import { Executions } from './executions.ts';
import { addBacklogs, type Backlog } from './backlog.ts';
import type { SourceStream } from './source-stream.ts';
import type { DeliveryCounts, SharedExecution, Subscriber } from './subscriber.ts';
import { createTimeSlice } from './time-slice.ts';

/** Delivers feeds to subscribers: each event is read once for a feed, and executed once for all that ask the same of it. */
export interface Delivery {
  readonly counts: Readonly<DeliveryCounts>;
  /** Starts to deliver a source stream. @returns how to unsubscribe. */
  subscribe(
    source: SourceStream<LiveEvent>,
    client: { readonly execution: SharedExecution; readonly subscriber: Subscriber },
  ): () => void;
  readonly backlog: Backlog;
  /** Ends every subscription. */
  close(): void;
}

interface DeliveryOptions {
  readonly hub: Hub;
  readonly limits?: Pick<Limits, 'eventsAtOnce'>;
  readonly onError: (error: unknown) => void;
}

export function createDelivery({ hub, limits = DEFAULT_LIMITS, onError }: DeliveryOptions): Delivery {
  const channels = new Map<string, Channel>();
  const counts: DeliveryCounts = { subscribers: 0, executions: 0, deliveries: 0 };
  const timeSlice = createTimeSlice();
  const executions = new Executions(limits);

  function openChannel(feed: Feed<LiveEvent>, head: number): Channel {
    const stopListening = hub.listen(feed.topic, () => channel.wake());
    const channel: Channel = new Channel(head, {
      feed,
      executions,
      timeSlice,
      counts,
      onError,
      onEmpty() {
        stopListening();
        if (channels.get(feed.key) === channel) channels.delete(feed.key);
      },
    });
    channels.set(feed.key, channel);
    return channel;
  }

  return {
    counts,
    subscribe({ feed, start }, { execution, subscriber }) {
      const known = channels.get(feed.key);
      const channel = known ?? openChannel(feed, start.end);
      const unsubscribe = channel.subscribe(execution, { subscriber, start });
      // A ring may have come after the start was read and before the channel listened.
      if (known === undefined) channel.wake();
      return unsubscribe;
    },
    get backlog() {
      return addBacklogs([...channels.values()].map((channel) => channel.backlog));
    },
    close() {
      for (const channel of [...channels.values()]) channel.end();
      executions.close();
    },
  };
}
