import type { LiveCounts, Recipient, Rendering } from './recipient.ts';
import { Channel } from './channel.ts';
import type { Start } from './channel.ts';
import type { Feed, LiveEvent } from '../feeds/feed.ts';
import type { Hub } from '../doorbell/hub.ts';
import type { Pace } from './pace.ts';

/** Delivers feeds to streams: each event read once for a feed, and executed once for all who asked the same of it. */
export interface Broadcast {
  readonly counts: Readonly<LiveCounts>;
  /** Begins to deliver. @returns how to leave. */
  join(feed: Feed<LiveEvent>, stream: { rendering: Rendering; recipient: Recipient; start: Start }): () => void;
  /** Ends every stream. */
  close(): void;
}

export function createBroadcast({
  hub,
  pace,
  onError,
}: {
  hub: Hub;
  pace: Pace;
  onError: (error: unknown) => void;
}): Broadcast {
  const channels = new Map<string, Channel>();
  const counts: LiveCounts = { streams: 0, executions: 0, deliveries: 0 };

  function open(feed: Feed<LiveEvent>, head: number): Channel {
    const stopListening = hub.listen(feed.topic, () => channel.wake());
    const channel: Channel = new Channel(head, {
      feed,
      pace,
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
    join(feed, { rendering, recipient, start }) {
      const known = channels.get(feed.key);
      const channel = known ?? open(feed, start.end);
      const leave = channel.join(rendering, { recipient, start });
      // Between the reading of the start and the first listening a ring may have passed.
      if (known === undefined) channel.wake();
      return leave;
    },
    close() {
      for (const channel of [...channels.values()]) channel.end();
    },
  };
}
