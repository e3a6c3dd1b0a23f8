import { expect, test } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import {
  CommentsDocument,
  DeleteCommentDocument,
  EditCommentDocument,
  UpdatePostDocument,
  type EditCommentInput,
} from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database);

test('only the commenter or a moderator changes a comment', async () => {
  const { id: postId } = await aPost(api);
  const writers = [anAccount('ada'), aVoice('a-voice'), undefined] as const;
  const others = [anAccount('bob'), AN_AUTHOR, aVoice('another'), undefined];

  for (const writer of writers) {
    const { comment } = await aComment(api, { postId }, writer);
    const input = { commentId: comment.id, body: 'Changed.' };

    for (const other of others) expect(await edit(input, other)).toMatchObject({ code: 'FORBIDDEN' });
    if (writer) expect(await edit(input, writer)).toMatchObject({ comment: { body: 'Changed.' } });
    expect(await edit({ ...input, body: 'Moderated.' }, anAccount('mod', 'MODERATOR'))).toMatchObject({
      comment: { body: 'Moderated.' },
    });
  }
});

test('an edit that changes nothing is not recorded', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId, subject: 'S', body: 'B' }, AN_AUTHOR);

  expect(await edit({ commentId: comment.id, subject: 'S', body: 'B' }, AN_AUTHOR)).toMatchObject({
    comment: { editedAt: null },
  });
  expect(await edit({ commentId: comment.id, subject: null }, AN_AUTHOR)).toMatchObject({ comment: { subject: null } });
  expect(await edit({ commentId: comment.id, body: null }, AN_AUTHOR)).toMatchObject({ code: 'VALIDATION' });
  expect(await edit({ commentId: comment.id, body: '' }, AN_AUTHOR)).toMatchObject({ code: 'VALIDATION' });
  expect(await edit({ commentId: comment.id, body: '#' }, AN_AUTHOR)).toMatchObject({ issues: [{ path: ['body'] }] });
  expect(await edit({ commentId: postId, body: 'x' }, AN_AUTHOR)).toMatchObject({ code: 'NOT_FOUND' });
});

test('a withdrawn comment keeps its place and its replies, and shows nothing else', async () => {
  const { id: postId } = await aPost(api);
  const top = await aComment(api, { postId, subject: 'S' }, AN_AUTHOR);
  const reply = await aComment(api, { postId, parentId: top.comment.id }, AN_AUTHOR);

  const gone = await withdraw(top.comment.id, AN_AUTHOR);
  const again = await withdraw(top.comment.id, AN_AUTHOR);
  await withdraw(reply.comment.id, AN_AUTHOR);

  expect(gone).toMatchObject({ comment: { status: 'DELETED' } });
  expect(again).toEqual(gone);
  const { post } = await api.data([CommentsDocument, { post: { id: postId } }]);
  expect(post).toMatchObject({ commentCount: 0, comments: { totalCount: 2 } });
  expect(post?.comments.edges.map(({ node }) => node)).toMatchObject([
    { number: 1, status: 'DELETED', subject: null, bodyHtml: null, author: null, replyCount: 0 },
    { number: 2, status: 'DELETED', depth: 1, parent: { number: 1 } },
  ]);
  expect(await edit({ commentId: top.comment.id, body: 'x' }, AN_AUTHOR)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await findDifferences(database.pool)).toEqual([]);
});

test('in a closed discussion a comment can be withdrawn and not edited', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId }, anAccount('ada'));
  await api.data([UpdatePostDocument, { input: { postId, commentsOpen: false } }, AN_AUTHOR]);

  expect(await edit({ commentId: comment.id, body: 'x' }, anAccount('ada'))).toMatchObject({
    code: 'DISCUSSION_CLOSED',
  });
  expect(await withdraw(comment.id, anAccount('ada'))).toMatchObject({ comment: { status: 'DELETED' } });
});

test('concurrent replies and a withdrawal never leave a reply to a comment that was withdrawn first', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId }, AN_AUTHOR);

  const replies = Array.from(
    { length: 6 },
    async () => await aComment(api, { postId, parentId: comment.id }).catch(() => null),
  );
  await Promise.all([...replies, withdraw(comment.id, AN_AUTHOR)]);

  const { rows } = await database.pool.query<{ late: number }>(`
    SELECT count(*)::int AS late FROM comment reply JOIN comment parent ON parent.id = reply.parent_id
    JOIN event added ON added.comment_id = reply.id AND added.kind = 'COMMENT_ADDED'
    JOIN event gone ON gone.comment_id = parent.id AND gone.kind = 'COMMENT_WITHDRAWN' WHERE added.seq > gone.seq`);
  expect(rows).toEqual([{ late: 0 }]);
  expect(await findDifferences(database.pool)).toEqual([]);
});

async function edit(input: EditCommentInput, by?: Identity) {
  return (await api.data([EditCommentDocument, { input }, by])).editComment;
}

async function withdraw(commentId: string, by?: Identity) {
  return (await api.data([DeleteCommentDocument, { input: { commentId } }, by])).deleteComment;
}

test('an edit is always later than the one before, even if the clock is behind', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId }, AN_AUTHOR);
  const ahead = new Date(Date.now() + 3_600_000);
  await database.pool.query('UPDATE comment SET edited_at = $1 WHERE number = $2', [ahead, comment.number]);

  const { editComment } = await api.data([
    EditCommentDocument,
    { input: { commentId: comment.id, body: 'Newer.' } },
    AN_AUTHOR,
  ]);

  expect(editComment).toMatchObject({ comment: { editedAt: new Date(ahead.getTime() + 1).toISOString() } });
});
