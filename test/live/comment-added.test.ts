import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CommentAddedDocument,
  CommentsDocument,
  DeleteCommentDocument,
  PostCursorDocument,
  UpdatePostDocument,
  type CommentAddedSubscription,
} from '../../src/sdk/generated/operations.ts';
import { encodeCursor } from '../../src/relay/cursor.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database);

test('a query and a subscription from its cursor have every comment once and in order, under parallel writers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
      fc.nat({ max: 6 }),
      async (bursts, queriedAfter) => {
        const { id: postId } = await aPost(api);
        const total = bursts.reduce((sum, burst) => sum + burst, 0);
        const writing = (async () => {
          for (const burst of bursts) await Promise.all(Array.from({ length: burst }, () => aComment(api, { postId })));
        })();
        for (let turn = 0; turn < queriedAfter; turn += 1) await api.data([PostCursorDocument, { postId }]);

        const { post } = await api.data([CommentsDocument, { post: { id: postId }, first: 100 }]);
        const seen = post?.comments.edges.map(({ node }) => node.number) ?? [];
        const stream = await api.follow([CommentAddedDocument, { postId, after: post?.cursor ?? null }]);
        seen.push(...(await take(stream, total - seen.length)));
        await writing;

        expect(seen).toEqual(Array.from({ length: total }, (_, index) => index + 1));
      },
    ),
    { numRuns: 10 },
  );
});

test('a stream of a post without comments begins with the first comment', async () => {
  const { id: postId } = await aPost(api);
  const { post } = await api.data([PostCursorDocument, { postId }]);
  await aComment(api, { postId });

  const stream = await api.follow([CommentAddedDocument, { postId, after: post?.cursor ?? null }]);

  expect(await take(stream, 1)).toEqual([1]);
});

test('a stream resumes from the cursor of any event, and from one of the view by time', async () => {
  const { id: postId } = await aPost(api);
  const first = await aComment(api, { postId });
  for (let n = 0; n < 4; n += 1) await aComment(api, { postId });
  const { post } = await api.data([CommentsDocument, { post: { id: postId }, first: 2 }]);

  const fromPayload = await api.follow([CommentAddedDocument, { postId, after: first.cursor }]);
  const fromView = await api.follow([
    CommentAddedDocument,
    { postId, after: post?.comments.pageInfo.endCursor ?? null },
  ]);
  const event = await fromView.next();
  const fromEvent = await api.follow([
    CommentAddedDocument,
    { postId, after: event.value?.commentAdded.cursor ?? null },
  ]);

  expect(await take(fromPayload, 4)).toEqual([2, 3, 4, 5]);
  expect(event.value?.commentAdded.node.number).toBe(3);
  expect(await take(fromEvent, 2)).toEqual([4, 5]);
  await fromView.return?.();
});

test('a withdrawn comment is replayed without its content', async () => {
  const { id: postId } = await aPost(api);
  const { post } = await api.data([PostCursorDocument, { postId }]);
  const { comment } = await aComment(api, { postId }, AN_AUTHOR);
  await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, AN_AUTHOR]);

  const stream = await api.follow([CommentAddedDocument, { postId, after: post?.cursor ?? null }]);
  const { value } = await stream.next();

  expect(value?.commentAdded.node).toMatchObject({
    number: 1,
    status: 'DELETED',
    body: null,
    bodyHtml: null,
    author: null,
  });
  await stream.return?.();
});

test('a stream ends when its post is unpublished, and cannot start while it is', async () => {
  const { id: postId } = await aPost(api);
  const stream = await api.follow([CommentAddedDocument, { postId }]);
  const ended = expect(stream.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });

  await api.data([UpdatePostDocument, { input: { postId, publish: false } }, AN_AUTHOR]);

  await ended;
  await expect(api.follow([CommentAddedDocument, { postId }])).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a stream that is not being read ends at once when the client leaves', async () => {
  const { id: postId } = await aPost(api);
  const stream = await api.follow([CommentAddedDocument, { postId }]);
  const next = stream.next();

  await aComment(api, { postId });
  await next;
  await stream.return?.();

  expect(await stream.next()).toEqual({ value: undefined, done: true });
});

test('an invalid cursor, and one of another post, another list or the future, is refused with its code', async () => {
  const { id: postId } = await aPost(api);
  const other = await aComment(api, { postId: (await aPost(api)).id });
  const scope = Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
  const codeOf = async (after: string) =>
    await api.follow([CommentAddedDocument, { postId, after }]).then(
      () => 'a stream',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );

  expect(await codeOf('garbage')).toBe('BAD_CURSOR');
  expect(await codeOf('')).toBe('BAD_CURSOR');
  expect(await codeOf(other.cursor)).toBe('BAD_CURSOR');
  expect(await codeOf(encodeCursor('THREAD', { scope, key: [1] }))).toBe('BAD_CURSOR');
  expect(await codeOf(encodeCursor('TIME', { scope, key: [7] }))).toBe('CURSOR_EXPIRED');
  expect(await codeOf(encodeCursor('LOG', { scope, key: [9, 0] }))).toBe('CURSOR_EXPIRED');
});

async function take(stream: AsyncIterableIterator<CommentAddedSubscription>, count: number): Promise<number[]> {
  const numbers: number[] = [];
  while (numbers.length < count) {
    const { value, done } = await stream.next();
    if (done === true) break;
    numbers.push(value.commentAdded.node.number);
  }
  await stream.return?.();
  return numbers;
}
