import { DEFAULT_LIMITS, type Limits } from '../../config/limits.ts';
import type { Hub } from '../doorbell/hub.ts';
import type { LiveEvent } from '../feeds/feed.ts';
import { Channel } from './channel.ts';
import { Executions } from './executions.ts';
import { addBacklogs, type Backlog } from './backlog.ts';
import type { SourceStream } from './source-stream.ts';
import type { DeliveryCounts, SharedExecution, Subscriber } from './subscriber.ts';
import { JoinedStreams } from './joined-streams.ts';
import { CLOCK, Pace, type Clock } from './pace.ts';
import { createTimeSlice } from './time-slice.ts';

/** Delivers feeds to subscribers: each event is read once for a feed, and executed once for all that ask the same of it. */
export interface Delivery {
  readonly counts: Readonly<DeliveryCounts>;
  /** Starts to deliver a source stream. @returns how to unsubscribe. */
  subscribe(source: SourceStream<LiveEvent>, client: Client): () => void;
  readonly backlog: Backlog;
  /** Ends every subscription. */
  close(): void;
}

interface Client {
  readonly execution: SharedExecution;
  readonly subscriber: Subscriber;
}

type Followed = Pick<SourceStream<LiveEvent>, 'feed' | 'start'>;

interface DeliveryOptions {
  readonly hub: Hub;
  readonly limits?: Pick<Limits, 'eventsAtOnce'>;
  /** By which feeds are paced that are not read at every ring. */
  readonly clock?: Clock;
  readonly onError: (error: unknown) => void;
}

export function createDelivery({ hub, limits = DEFAULT_LIMITS, clock = CLOCK, onError }: DeliveryOptions): Delivery {
  const channels = new Map<string, Channel>();
  const counts: DeliveryCounts = { subscribers: 0, executions: 0, deliveries: 0 };
  const countsBeside = withoutSubscribers(counts);
  const timeSlice = createTimeSlice();
  const executions = new Executions(limits);

  function openChannel({ feed, start }: Followed, of: DeliveryCounts): Channel {
    const stopListening = hub.listen(feed.topic, () => channel.wake());
    const pace = feed.every === undefined ? null : new Pace(feed.every, clock);
    const channel: Channel = new Channel(start.end, {
      feed,
      pace,
      executions,
      timeSlice,
      counts: of,
      onError,
      onEmpty() {
        stopListening();
        pace?.end();
        if (channels.get(feed.key) === channel) channels.delete(feed.key);
      },
    });
    channels.set(feed.key, channel);
    return channel;
  }

  function subscribe(followed: Followed, { execution, subscriber }: Client, of: DeliveryCounts): () => void {
    const { feed, start } = followed;
    const known = channels.get(feed.key);
    const channel = known ?? openChannel(followed, of);
    const unsubscribe = channel.subscribe(execution, { subscriber, start });
    // A ring may have come after the start was read and before the channel listened.
    if (known === undefined) channel.wake();
    return unsubscribe;
  }

  return {
    counts,
    subscribe(source, { execution, subscriber }) {
      const { beside } = source;
      if (beside === null) return subscribe(source, { execution, subscriber }, counts);
      const openBeside = (joined: Subscriber) => subscribe(beside, { execution, subscriber: joined }, countsBeside);
      const streams = new JoinedStreams(subscriber, openBeside);
      return streams.start((joined) => subscribe(source, { execution, subscriber: joined }, counts));
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

/** Counts the same executions and deliveries, and no subscribers: those of a stream beside another are counted there. */
function withoutSubscribers(counts: DeliveryCounts): DeliveryCounts {
  return {
    subscribers: 0,
    get executions() {
      return counts.executions;
    },
    set executions(executions) {
      counts.executions = executions;
    },
    get deliveries() {
      return counts.deliveries;
    },
    set deliveries(deliveries) {
      counts.deliveries = deliveries;
    },
  };
}
