import { expect, test } from 'vitest';
import {
  DeleteCommentDocument,
  EditCommentDocument,
  PostCursorDocument,
  UpdatePostDocument,
} from '../../src/sdk/generated/operations.ts';
import { createDiscussionFeed } from '../../src/live/feeds/discussion-feed.ts';
import { decodeCursor, encodeCursor } from '../../src/relay/cursor.ts';
import { decodeIdOf } from '../../src/relay/global-id.ts';
import { NOBODY, type Identity } from '../../src/session/session.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database);

const EVENTS = /* GraphQL */ `
  subscription ($postId: ID!, $after: String) {
    discussionEvents(postId: $postId, after: $after) {
      __typename
      cursor
      occurredAt
      clientMutationId
      ... on DiscussionReadyEvent {
        liveFrom
      }
      ... on CommentAddedEvent {
        commentCount
        node {
          id
          number
          body
          status
        }
      }
      ... on CommentEditedEvent {
        node {
          body
        }
      }
      ... on CommentWithdrawnEvent {
        commentCount
        node {
          body
          status
        }
      }
      ... on CommentsClosedEvent {
        post {
          commentsOpen
        }
      }
      ... on PostEditedEvent {
        post {
          title
        }
      }
      ... on PostUnpublishedEvent {
        post {
          title
        }
      }
    }
  }
`;

type Events = AsyncIterableIterator<{ discussionEvents: Record<string, unknown> & { cursor: string } }>;

async function follow(postId: string, after?: string | null, identity?: Identity): Promise<Events> {
  return (await api.follow([EVENTS, { postId, after }, identity])) as Events;
}

async function take(events: Events, count: number) {
  const taken = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done === true) break;
    taken.push(value.discussionEvents);
  }
  return taken;
}

async function cursorOf(postId: string): Promise<string> {
  const { post } = await api.data([PostCursorDocument, { postId }]);
  return post?.cursor ?? '';
}

function change(postId: string, input: object) {
  return api.data([UpdatePostDocument, { input: { postId, ...input } }, AN_AUTHOR]);
}

test('the stream has everything that happens to a discussion, in order, after a READY event', async () => {
  const { id: postId } = await aPost(api);
  const events = await follow(postId);
  const [ready] = await take(events, 1);

  const { comment } = await aComment(api, { postId, body: 'One', clientMutationId: 'key' }, AN_AUTHOR);
  await api.data([EditCommentDocument, { input: { commentId: comment.id, body: 'Two' } }, AN_AUTHOR]);
  await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, AN_AUTHOR]);
  await change(postId, { commentsOpen: false });
  await change(postId, { commentsOpen: true });
  await change(postId, { title: 'Another' });

  expect(ready).toMatchObject({ __typename: 'DiscussionReadyEvent', clientMutationId: null });
  expect(ready?.['liveFrom']).toBe(ready?.cursor);
  const told = await take(events, 6);
  expect(told.map(({ __typename }) => __typename)).toEqual([
    'CommentAddedEvent',
    'CommentEditedEvent',
    'CommentWithdrawnEvent',
    'CommentsClosedEvent',
    'CommentsOpenedEvent',
    'PostEditedEvent',
  ]);
  expect(told[0]).toMatchObject({ clientMutationId: 'key' });
  expect(told[2]).toMatchObject({ commentCount: 0, node: { status: 'DELETED', body: null } });
  expect(told[5]).toMatchObject({ post: { title: 'Another' } });
  expect(new Set(told.map(({ cursor }) => cursor)).size).toBe(6);
  await events.return?.();
});

test('a stream from an earlier cursor replays what came since, and says where the replay ends', async () => {
  const { id: postId } = await aPost(api);
  const before = await cursorOf(postId);
  const { comment } = await aComment(api, { postId, body: 'Regretted' }, AN_AUTHOR);
  await aComment(api, { postId });
  await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, AN_AUTHOR]);
  const now = await cursorOf(postId);

  const events = await follow(postId, before);
  const [ready, first, second, third] = await take(events, 4);
  const again = await follow(postId, second?.cursor);

  expect(ready).toMatchObject({ cursor: before, liveFrom: now });
  // A comment that was withdrawn since has no content in earlier events either.
  expect(first).toMatchObject({ __typename: 'CommentAddedEvent', node: { number: 1, body: null, status: 'DELETED' } });
  expect(third).toMatchObject({ __typename: 'CommentWithdrawnEvent', cursor: now });
  expect((await take(again, 2))[1]).toMatchObject({ __typename: 'CommentWithdrawnEvent' });
  await events.return?.();
  await again.return?.();
});

test('events that are no longer kept become a gap, and the stream continues after it', async () => {
  const { id: postId } = await aPost(api);
  const before = await cursorOf(postId);
  for (let index = 0; index < 3; index += 1) await aComment(api, { postId });
  const now = await cursorOf(postId);
  await database.pool.query(
    `DELETE FROM event WHERE seq <= 3 AND post_id = (SELECT post_id FROM event ORDER BY occurred_at DESC LIMIT 1)`,
  );

  const events = await follow(postId, before);
  const [ready, gap] = await take(events, 2);
  await aComment(api, { postId });
  const [next] = await take(events, 1);

  expect(ready).toMatchObject({ __typename: 'DiscussionReadyEvent', cursor: before });
  expect(gap).toMatchObject({ __typename: 'DiscussionGapEvent', cursor: now });
  expect(next).toMatchObject({ __typename: 'CommentAddedEvent', node: { number: 4 } });
  await events.return?.();
});

test('a subscriber that may no longer see a post learns that it was unpublished, and nothing more', async () => {
  const { id: postId } = await aPost(api);
  const reader = await follow(postId, undefined, anAccount('reader'));
  const author = await follow(postId, undefined, AN_AUTHOR);
  const moderator = await follow(postId, undefined, anAccount('moderator', 'MODERATOR'));
  for (const events of [reader, author, moderator]) await take(events, 1);

  await change(postId, { publish: false });
  await change(postId, { title: 'In secret' });

  expect(await take(reader, 1)).toMatchObject([{ __typename: 'PostUnpublishedEvent', post: null }]);
  await expect(reader.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const events of [author, moderator]) {
    expect(await take(events, 2)).toMatchObject([
      { __typename: 'PostUnpublishedEvent' },
      { __typename: 'PostEditedEvent', post: { title: 'In secret' } },
    ]);
    await events.return?.();
  }
});

test('events that a reader had not read when a post was unpublished come after it is published again', async () => {
  const { id: postId } = await aPost(api);
  await aComment(api, { postId });
  const after = await cursorOf(postId);
  await aComment(api, { postId, body: 'Not read yet.' });
  await change(postId, { publish: false });

  // Read as by a late stream.
  const id = decodeIdOf('Post', postId) ?? '';
  const [seq] = decodeCursor(after, { kind: 'LOG', scope: id });
  const feed = createDiscussionFeed(database.pool, { postId: id, viewpoint: { identity: NOBODY, key: 'nobody' } });
  const [farewell, ...more] = await feed.read(seq);
  expect(farewell).toMatchObject({ kind: 'POST_UNPUBLISHED', isLast: true, cursor: after });
  expect(more).toEqual([]);

  await change(postId, { publish: true });
  const again = await follow(postId, farewell?.cursor);
  expect((await take(again, 4)).map(({ __typename }) => __typename)).toEqual([
    'DiscussionReadyEvent',
    'CommentAddedEvent',
    'PostUnpublishedEvent',
    'PostPublishedEvent',
  ]);
  await again.return?.();
});

test('a cursor of another kind, another post or the future, or garbage, is refused with its code', async () => {
  const { id: postId } = await aPost(api);
  const { cursor: ofComment } = await aComment(api, { postId });
  const other = await cursorOf((await aPost(api)).id);
  const scope = Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
  const codeOf = async (id: string, after?: string) =>
    await follow(id, after).then(
      () => 'a stream',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );

  expect(await codeOf(postId, 'garbage')).toBe('BAD_CURSOR');
  expect(await codeOf(postId, ofComment)).toBe('BAD_CURSOR');
  expect(await codeOf(postId, other)).toBe('BAD_CURSOR');
  expect(await codeOf(postId, encodeCursor('LOG', { scope, key: [99, 0] }))).toBe('CURSOR_EXPIRED');
  expect(await codeOf('garbage')).toBe('NOT_FOUND');
  expect(await codeOf((await aPost(api, { publish: false })).id)).toBe('NOT_FOUND');
});
