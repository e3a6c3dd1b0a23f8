import type { Database } from '../../src/data/database/database.ts';
import type { Doorbell } from '../../src/live/doorbell/doorbell.ts';
import { CommentAddedDocument, type CommentAddedSubscription } from '../../src/sdk/generated/operations.ts';
import { openTestApi, type TestApi } from './api.ts';
import { aPost } from './fixtures.ts';

const NEVER = 1_000_000; // milliseconds: only the doorbell wakes subscriptions

/** An instance that writes, and another that follows one post, on one database. */
export interface Instances {
  readonly api: TestApi;
  readonly postId: string;
  /** The numbers of the next comments, as many as asked for. */
  take(count: number): Promise<number[]>;
  close(): Promise<void>;
}

/** Each instance has its own doorbell, the only way in which it is notified by the other. */
export async function twoInstances(
  database: Database,
  { writer, follower }: { writer: Doorbell; follower: Doorbell },
): Promise<Instances> {
  const api = openTestApi(database, {}, { doorbell: writer });
  const other = openTestApi(database, {}, { doorbell: follower, pollEvery: NEVER });
  const { id: postId } = await aPost(api);
  const stream = await followComments(other, postId);
  return {
    api,
    postId,
    take: async (count) => await takeNumbers(stream, count),
    async close() {
      await stream.return?.();
      await Promise.all([writer.close(), follower.close()]);
    },
  };
}

export async function followComments(api: TestApi, postId: string) {
  return await api.follow([CommentAddedDocument, { postId }]);
}

export async function takeNumbers(stream: AsyncIterator<CommentAddedSubscription>, count: number): Promise<number[]> {
  const numbers: number[] = [];
  while (numbers.length < count) {
    const { value, done } = await stream.next();
    if (done === true) break;
    numbers.push(value.commentAdded.node.number);
  }
  return numbers;
}
