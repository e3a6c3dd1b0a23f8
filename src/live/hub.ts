import type { Pool } from 'pg';
import { readEnds } from '../data/log.ts';
import type { Doorbell, Listener, Ring } from './doorbell.ts';

/** Wakes those who listen to a topic: at a ring, or by a slow poll where a ring was lost. */
export interface Hub {
  /** Calls `wake` whenever there may be something new. @returns how to stop. */
  listen(topic: string, wake: () => void): () => void;
  close(): void;
}

interface Topic {
  seq: number;
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

  function heard({ postId, seq }: Ring): void {
    const topic = topics.get(postId);
    // Any difference wakes: a number from outside may be wrong, also too high, and a database may be restored.
    if (topic === undefined || seq === topic.seq) return;
    topic.seq = seq;
    for (const wake of topic.wakes) wake();
  }

  async function poll(): Promise<void> {
    if (topics.size === 0) return;
    for (const ring of await readEnds(pool, [...topics.keys()])) heard(ring);
  }

  const look = () => void poll().catch(onError);
  const timer = setInterval(look, pollEvery).unref();
  const listener: Listener = { heard, missed: look };
  doorbell.listen(listener);

  return {
    listen(id, wake) {
      const topic = topics.get(id) ?? { seq: 0, wakes: new Set<() => void>() };
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
