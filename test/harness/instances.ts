import type { Database } from '../../src/data/database/database.ts';
import { createBroadcast } from '../../src/live/delivery/broadcast.ts';
import { createCommentFeed } from '../../src/live/feeds/comment-feed.ts';
import type { Doorbell } from '../../src/live/doorbell/doorbell.ts';
import { createHub, type Hub } from '../../src/live/doorbell/hub.ts';
import { LiveSource } from '../../src/live/delivery/live-source.ts';
import { createPace } from '../../src/live/delivery/pace.ts';
import { NOBODY } from '../../src/session/session.ts';
import { createTestServices, openTestApi, type TestApi } from './api.ts';
import { aPost } from './fixtures.ts';

const NEVER = 1_000_000; // milliseconds: only the bell wakes

/** An instance that writes and another that follows one post, on one database. */
export interface Instances {
  readonly api: TestApi;
  readonly postId: string;
  /** The numbers of the comments that follow, as many as asked for. */
  take(count: number): Promise<number[]>;
  close(): Promise<void>;
}

/** Each instance gets a bell of its own, and hears of the other by nothing else. */
export async function twoInstances(
  database: Database,
  { writer, follower }: { writer: Doorbell; follower: Doorbell },
): Promise<Instances> {
  const hub = createHub({ pool: database.pool, doorbell: follower, onError: report, pollEvery: NEVER });
  const api = openTestApi(database, {}, { ...createTestServices(database), doorbell: writer });
  const { id: postId } = await aPost(api);
  const stream = followComments(hub, { database, postId });
  return {
    api,
    postId,
    take: async (count) => await takeNumbers(stream, count),
    async close() {
      await stream.return?.();
      hub.close();
      await Promise.all([writer.close(), follower.close()]);
    },
  };
}

export function followComments(hub: Hub, { database, postId }: { database: Database; postId: string }) {
  const row = Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
  const viewpoint = { key: 'everybody', identity: NOBODY };
  const feed = createCommentFeed(database.pool, { postId: row, viewpoint });
  const broadcast = createBroadcast({ hub, pace: createPace(), onError: report });
  const start = { after: 0, end: 0, opening: [] };
  return new LiveSource({ hub, broadcast, feed, start, viewpoint: NOBODY })[Symbol.asyncIterator]();
}

export async function takeNumbers(stream: AsyncIterator<{ position: number }>, count: number): Promise<number[]> {
  const numbers: number[] = [];
  while (numbers.length < count) {
    const { value, done } = await stream.next();
    if (done === true) break;
    numbers.push(value.position);
  }
  return numbers;
}

function report(error: unknown): void {
  console.error(error);
}
