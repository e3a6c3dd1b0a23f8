import { expect, it } from 'vitest';
import { applyEvent } from '../../src/sdk/apply-event.ts';
import { toDiscussion, type Discussion, type DiscussionEvent } from '../../src/sdk/discussion.ts';
import { dropEcho } from '../../src/sdk/drop-echo.ts';
import type { DiscussionCommentFragment } from '../../src/sdk/generated/operations.ts';

const OCCURRED = { occurredAt: '2026-11-25T08:00:00.000Z', clientMutationId: null };

function aDiscussion(): Discussion {
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
  return toDiscussion(
    {
      ...{ id: 'post', cursor: 'at 0', publishedAt: OCCURRED.occurredAt, commentCount: 0, commentsOpen: true },
      comments: { totalCount: 0, pageInfo, edges: [] },
    },
    { first: 20 },
  );
}

function aComment(number: number): DiscussionCommentFragment & { parent: null } {
  return {
    ...{ id: `comment ${number}`, number, path: [number], depth: 0, status: 'PUBLISHED', parent: null, author: null },
    ...{ subject: null, body: 'Text.', bodyHtml: '<p>Text.</p>', url: '', createdAt: OCCURRED.occurredAt },
    ...{ editedAt: null, replyCount: 0 },
  };
}

function isAdded(number: number): DiscussionEvent {
  const cursor = `at ${number}`;
  return { __typename: 'CommentAddedEvent', cursor, ...OCCURRED, commentCount: number, node: aComment(number) };
}

function isReady(cursor: string): DiscussionEvent {
  return { __typename: 'DiscussionReadyEvent', cursor, ...OCCURRED, liveFrom: cursor };
}

it('makes values that cannot be changed', () => {
  const before = aDiscussion();
  const after = applyEvent(before, isAdded(1));

  expect([before, after, before.comments, after.comments, after.seen].every(Object.isFrozen)).toBe(true);
  expect(before.comments).toHaveLength(0);
  expect(after.comments).toHaveLength(1);
});

it('lets a stream begin again where the value ends, or at an event that is in it', () => {
  const discussion = [isAdded(1), isAdded(2)].reduce(applyEvent, aDiscussion());

  for (const cursor of ['at 0', 'at 1', 'at 2']) expect(applyEvent(discussion, isReady(cursor))).toBe(discussion);
});

it('is stale when a stream begins where it does not know what came before', () => {
  const stale = applyEvent(aDiscussion(), isReady('at 7'));
  const later = applyEvent(stale, isAdded(8));

  expect(stale).toMatchObject({ isStale: true, cursor: 'at 0' });
  expect(later).toMatchObject({ isStale: true, cursor: 'at 8', totalCount: 8 });
});

it('is stale after a gap, and goes on', () => {
  const gap: DiscussionEvent = { __typename: 'DiscussionGapEvent', cursor: 'at 7', ...OCCURRED };
  const stale = applyEvent(aDiscussion(), gap);
  const later = applyEvent(stale, isAdded(8));

  expect(stale).toMatchObject({ isStale: true, cursor: 'at 7', comments: [] });
  expect(later).toMatchObject({ isStale: true, cursor: 'at 8', comments: [{ number: 8 }] });
});

it('passes over comments that the page counts already', () => {
  const discussion = applyEvent(aDiscussion(), isAdded(2));

  expect(applyEvent(discussion, isAdded(1))).toBe(discussion);
});

it('reads the place of an event whose kind it does not know', () => {
  // A service newer than this client.
  const event = { __typename: 'CommentPinnedEvent', cursor: 'at 1', ...OCCURRED } as unknown as DiscussionEvent;

  expect(applyEvent(aDiscussion(), event)).toEqual({ ...aDiscussion(), cursor: 'at 1', seen: ['at 0', 'at 1'] });
});

it('keeps the newer text when an older one comes late', () => {
  const discussion = applyEvent(aDiscussion(), isAdded(1));
  const edited = (cursor: string, { body, editedAt }: { body: string; editedAt: string }): DiscussionEvent => ({
    ...{ __typename: 'CommentEditedEvent', cursor, ...OCCURRED, commentCount: 1 },
    node: { ...aComment(1), body, editedAt },
  });

  const newer = edited('at 3', { body: 'New.', editedAt: '2026-11-25T10:00:00.000Z' });
  const older = edited('at 2', { body: 'Old.', editedAt: '2026-11-25T09:59:59.999Z' });
  const value = [newer, older].reduce(applyEvent, discussion);

  expect(value.comments[0]?.body).toBe('New.');
});

it('drops what is pending when its echo comes, and nothing else', () => {
  const pending = [
    { clientMutationId: 'one', body: 'One.' },
    { clientMutationId: 'two', body: 'Two.' },
  ];

  expect(dropEcho(pending, { clientMutationId: 'one' })).toEqual([{ clientMutationId: 'two', body: 'Two.' }]);
  expect(dropEcho(pending, { clientMutationId: 'of another' })).toBe(pending);
  expect(dropEcho(pending, isAdded(1))).toBe(pending);
});
