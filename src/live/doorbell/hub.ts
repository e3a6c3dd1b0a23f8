import type { Pool } from 'pg';
import { readEnds } from '../../data/log/log.ts';
import type { Doorbell, Listener, Ring } from './doorbell.ts';

/** Wakes the channels that listen to a topic: at a ring, or by a slow poll where a ring was lost. */
export interface Hub {
  /** Calls `wake` whenever there may be something new. @returns how to stop listening. */
  listen(topic: string, wake: () => void): () => void;
  close(): void;
}

interface Topic {
  /** Where its log ended at the last poll; null before the first. */
  end: number | null;
  readonly wakes: Set<() => void>;
}

export function createHub({
  pool,
  doorbell,
  onError,
  pollEvery = 5_000, // 5 seconds: how late a stream is when a ring was lost
}: {
  pool: Pool;
  doorbell: Doorbell;
  onError: (error: unknown) => void;
  pollEvery?: number;
}): Hub {
  const topics = new Map<string, Topic>();

  // The seq is ignored: a wrong one, such as one that is still to come, would silence the true one.
  function heard({ postId }: Pick<Ring, 'postId'>): void {
    for (const wake of topics.get(postId)?.wakes ?? []) wake();
  }

  /** Compares with the last poll only, because what was rung may not have been read. A lower end wakes, too: after a restore. */
  async function poll(): Promise<void> {
    if (topics.size === 0) return;
    for (const { topic: id, end } of await readEnds(pool, [...topics.keys()])) {
      const topic = topics.get(id);
      if (topic === undefined || topic.end === end) continue;
      topic.end = end;
      heard({ postId: id });
    }
  }

  const look = () => void poll().catch(onError);
  const timer = setInterval(look, pollEvery).unref();
  const listener: Listener = { heard, missed: look };
  doorbell.listen(listener);

  return {
    listen(id, wake) {
      const topic = topics.get(id) ?? { end: null, wakes: new Set<() => void>() };
      topics.set(id, topic);
      topic.wakes.add(wake);
      return () => {
        topic.wakes.delete(wake);
        if (topic.wakes.size === 0 && topics.get(id) === topic) topics.delete(id);
      };
    },
    close() {
      clearInterval(timer);
      topics.clear();
    },
  };
}
