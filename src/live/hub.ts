import type { Pool } from 'pg';
import { readRows, sql } from '../data/sql.ts';
import type { Doorbell, Listener, Ring } from './doorbell.ts';

/** Somebody who waits for news of one post. It holds no events, only whether there may be some. */
export interface Follower {
  /** Resolves when there may be something new since the last call; false once closed. */
  wait(): Promise<boolean>;
  close(): void;
}

/** Wakes those who follow a post: at a ring, or by a slow poll where a ring was lost. */
export interface Hub {
  follow(postId: string): Follower;
  /** Ends every follower's wait. */
  close(): void;
}

interface Waiting {
  isStale: boolean;
  isClosed: boolean;
  wake: (() => void) | null;
}

interface Followed {
  seq: number;
  readonly waiting: Set<Waiting>;
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
  const posts = new Map<string, Followed>();

  function heard({ postId, seq }: Ring): void {
    const post = posts.get(postId);
    // Any difference wakes: a number from outside may be wrong, also too high, and a database may be restored.
    if (post === undefined || seq === post.seq) return;
    post.seq = seq;
    for (const one of post.waiting) wake(one);
  }

  async function poll(): Promise<void> {
    if (posts.size === 0) return;
    const ids = [...posts.keys()];
    const rings = await readRows<{ postId: string; seq: number }>(
      pool,
      sql`SELECT post_id AS "postId", seq FROM discussion WHERE post_id = ANY(${ids}::uuid[])`,
    );
    for (const ring of rings) heard(ring);
  }

  const look = () => void poll().catch(onError);
  const timer = setInterval(look, pollEvery).unref();
  const listener: Listener = { heard, missed: look };
  doorbell.listen(listener);

  return {
    follow(postId) {
      const post = posts.get(postId) ?? { seq: 0, waiting: new Set<Waiting>() };
      posts.set(postId, post);
      const one: Waiting = { isStale: false, isClosed: false, wake: null };
      post.waiting.add(one);

      return {
        async wait() {
          if (!one.isStale && !one.isClosed) await new Promise<void>((resolve) => (one.wake = resolve));
          one.isStale = false;
          return !one.isClosed;
        },
        close() {
          end(one);
          post.waiting.delete(one);
          if (post.waiting.size === 0 && posts.get(postId) === post) posts.delete(postId);
        },
      };
    },
    close() {
      clearInterval(timer);
      for (const { waiting } of posts.values()) for (const one of waiting) end(one);
    },
  };
}

function end(one: Waiting): void {
  one.isClosed = true;
  wake(one);
}

function wake(one: Waiting): void {
  one.isStale = true;
  one.wake?.();
  one.wake = null;
}
