import { expect, it } from 'vitest';
import { applyEvent } from '../../src/sdk/discussion/apply-event.ts';
import { toDiscussion, type Discussion, type DiscussionEvent } from '../../src/sdk/discussion/discussion.ts';
import { appendPage, prependPage } from '../../src/sdk/discussion/join-page.ts';
import { dropEcho } from '../../src/sdk/discussion/drop-echo.ts';
import type { DiscussionCommentFragment } from '../../src/sdk/generated/operations.ts';

const OCCURRED = { occurredAt: '2026-11-25T08:00:00.000Z', clientMutationId: null };

function aDiscussion(): Discussion {
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
  return toDiscussion(
    {
      ...{ id: 'post', cursor: 'at 0', publishedAt: OCCURRED.occurredAt, commentCount: 0, commentsOpen: true },
      ...{ guestsCanReact: false, lockedNumbers: [], firstWord: null, lastWord: null },
      comments: { totalCount: 0, pageInfo, edges: [] },
    },
    { first: 20 },
  );
}

function aComment(number: number): DiscussionCommentFragment & { parent: null } {
  return {
    ...{ id: `comment ${number}`, number, path: [number], depth: 0, status: 'PUBLISHED', parent: null, author: null },
    ...{ subject: null, body: 'Text.', bodyHtml: '<p>Text.</p>', url: '', createdAt: OCCURRED.occurredAt },
    ...{ editedAt: null, replyCount: 0, reactions: [] },
  };
}

function anAddition(number: number): DiscussionEvent {
  const cursor = `at ${number}`;
  return { __typename: 'CommentAddedEvent', cursor, ...OCCURRED, commentCount: number, node: aComment(number) };
}

function aReadyEvent(cursor: string): DiscussionEvent {
  return { __typename: 'DiscussionReadyEvent', cursor, ...OCCURRED, liveFrom: cursor };
}

it('makes frozen values', () => {
  const before = aDiscussion();
  const after = applyEvent(before, anAddition(1));

  expect([before, after, before.comments, after.comments, after.seen].every(Object.isFrozen)).toBe(true);
  expect(before.comments).toHaveLength(0);
  expect(after.comments).toHaveLength(1);
});

it('accepts a stream that resumes where the value ends, or at an event that it has applied', () => {
  const discussion = [anAddition(1), anAddition(2)].reduce(applyEvent, aDiscussion());

  for (const cursor of ['at 0', 'at 1', 'at 2']) expect(applyEvent(discussion, aReadyEvent(cursor))).toBe(discussion);
});

it('is stale when a stream begins at a place that it does not know', () => {
  const stale = applyEvent(aDiscussion(), aReadyEvent('at 7'));
  const later = applyEvent(stale, anAddition(8));

  expect(stale).toMatchObject({ isStale: true, cursor: 'at 0' });
  expect(later).toMatchObject({ isStale: true, cursor: 'at 8', totalCount: 8 });
});

it('is stale after a gap, and still applies later events', () => {
  const gap: DiscussionEvent = { __typename: 'DiscussionGapEvent', cursor: 'at 7', ...OCCURRED };
  const stale = applyEvent(aDiscussion(), gap);
  const later = applyEvent(stale, anAddition(8));

  expect(stale).toMatchObject({ isStale: true, cursor: 'at 7', comments: [] });
  expect(later).toMatchObject({ isStale: true, cursor: 'at 8', comments: [{ number: 8 }] });
});

it('ignores comments that the page counts already', () => {
  const discussion = applyEvent(aDiscussion(), anAddition(2));

  expect(applyEvent(discussion, anAddition(1))).toBe(discussion);
});

it('moves its cursor to an event of an unknown kind', () => {
  // An event of a service that is newer than this client.
  const event = { __typename: 'CommentPinnedEvent', cursor: 'at 1', ...OCCURRED } as unknown as DiscussionEvent;

  expect(applyEvent(aDiscussion(), event)).toEqual({ ...aDiscussion(), cursor: 'at 1', seen: ['at 0', 'at 1'] });
});

it('keeps the newer text when an older edit arrives late', () => {
  const discussion = applyEvent(aDiscussion(), anAddition(1));
  const edited = (cursor: string, { body, editedAt }: { body: string; editedAt: string }): DiscussionEvent => ({
    ...{ __typename: 'CommentEditedEvent', cursor, ...OCCURRED, commentCount: 1 },
    node: { ...aComment(1), body, editedAt },
  });

  const newer = edited('at 3', { body: 'New.', editedAt: '2026-11-25T10:00:00.000Z' });
  const older = edited('at 2', { body: 'Old.', editedAt: '2026-11-25T09:59:59.999Z' });
  const value = [newer, older].reduce(applyEvent, discussion);

  expect(value.comments[0]?.body).toBe('New.');
});

it('drops a pending write when its event arrives, and no other', () => {
  const pending = [
    { clientMutationId: 'one', body: 'One.' },
    { clientMutationId: 'two', body: 'Two.' },
  ];

  expect(dropEcho(pending, { clientMutationId: 'one' })).toEqual([{ clientMutationId: 'two', body: 'Two.' }]);
  expect(dropEcho(pending, { clientMutationId: 'another' })).toBe(pending);
  expect(dropEcho(pending, anAddition(1))).toBe(pending);
});

it('counts reactions, which have no place in the log', () => {
  const discussion = applyEvent(aDiscussion(), anAddition(1));
  const reactions = [{ kind: 'funny', count: 2 }];
  const event = (id: string): DiscussionEvent => ({
    ...{ __typename: 'CommentReactionsEvent', cursor: discussion.cursor, ...OCCURRED, node: { id, reactions } },
  });

  expect(applyEvent(discussion, event('comment 1')).comments[0]?.reactions).toEqual(reactions);
  expect(applyEvent(discussion, event('another'))).toBe(discussion);
});

it('puts a new comment at the end of the order by score', () => {
  const top = { ...applyEvent(aDiscussion(), anAddition(2)), order: 'TOP', totalCount: 2 } as const;

  expect(applyEvent(top, anAddition(3)).comments.map(({ number }) => number)).toEqual([2, 3]);
  expect(applyEvent({ ...top, hasNextPage: true }, anAddition(3)).comments).toHaveLength(1);
});

it('joins pages: what is known already, or will come as an event, is left out', () => {
  const pageOf = (numbers: readonly number[], hasMore: boolean) => ({
    totalCount: 9,
    pageInfo: { hasNextPage: hasMore, hasPreviousPage: hasMore, startCursor: null, endCursor: null },
    edges: numbers.map((number) => ({ cursor: '', node: aComment(number) })),
  });
  const middle = { ...aDiscussion(), totalCount: 6, comments: [aComment(3), aComment(4)], hasPreviousPage: true };

  const longer = prependPage(appendPage(middle, pageOf([4, 5, 6, 7], false)), pageOf([1, 2], false));

  expect(longer.comments.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(longer).toMatchObject({ hasNextPage: false, hasPreviousPage: false, totalCount: 6 });
  expect(Object.isFrozen(longer.comments)).toBe(true);
});
