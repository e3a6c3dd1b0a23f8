import { expect, test } from 'vitest';
import {
  DeleteCommentDocument,
  EditCommentDocument,
  NestedThreadDocument,
  UpdatePostDocument,
} from '../../../src/sdk/generated/operations.ts';
import { anAccount, aVoice, openTestApi } from '../../harness/api.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, AN_AUTHOR, aPost, tryComment } from '../../harness/fixtures.ts';
import { A_MODERATOR, AUDIT, moderate } from '../../harness/moderation.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const WRITER = anAccount('writer');

const SHOWN = `query ($id: ID!) { comment(id: $id) {
  status body bodyHtml subject author { displayName } replyCount descendantCount isLocked viewerCanEdit
  decision { action reason } versions { body } post { commentCount } } }`;

async function read(id: string, as?: Parameters<typeof aComment>[2]): Promise<Record<string, unknown>> {
  return (await api.data<{ comment: Record<string, unknown> }, object>([SHOWN, { id }, as])).comment;
}

test('a hidden comment keeps its place and its replies, loses its text and is no longer counted; a restored one is as before', async () => {
  const { id: postId } = await aPost(api);
  const { id: parentId } = (await aComment(api, { postId })).comment;
  const { id } = (await aComment(api, { postId, parentId, body: 'Go away.' }, WRITER)).comment;
  await aComment(api, { postId, parentId: id });
  const before = await read(id);

  expect(await moderate(api, { commentId: id, action: 'HIDE', reason: 'An insult.' })).toEqual({
    __typename: 'ModerateCommentPayload',
    comment: { id, status: 'HIDDEN' },
  });
  expect(await read(id)).toMatchObject({
    ...{ status: 'HIDDEN', body: null, bodyHtml: null, subject: null, author: null, replyCount: 1 },
    ...{ descendantCount: 1, post: { commentCount: 2 }, decision: null, versions: null },
  });
  expect(await read(parentId)).toMatchObject({ replyCount: 0, descendantCount: 1 });

  await moderate(api, { commentId: id, action: 'RESTORE' });
  expect(await read(id)).toEqual(before);
  expect(await read(parentId)).toMatchObject({ replyCount: 1, descendantCount: 2 });
});

test('its writer reads the reason, a moderator the text, and nobody else either', async () => {
  const { id: postId } = await aPost(api);
  const { id } = (await aComment(api, { postId, body: 'One.' }, WRITER)).comment;
  await api.data([EditCommentDocument, { input: { commentId: id, body: 'Two.' } }, WRITER]);
  await moderate(api, { commentId: id, action: 'HIDE', reason: 'An insult.' });

  const decision = { action: 'HIDE', reason: 'An insult.' };
  expect(await read(id, WRITER)).toMatchObject({ decision, versions: null, body: null });
  expect(await read(id, A_MODERATOR)).toMatchObject({
    decision,
    versions: [{ body: 'Two.' }, { body: 'One.' }],
    body: null,
  });
  for (const other of [undefined, anAccount('another'), aVoice('another')]) {
    expect(await read(id, other)).toMatchObject({ decision: null, versions: null, body: null });
  }
});

test('a guest reads the decision with the voice', async () => {
  const { id: postId } = await aPost(api);
  const { id } = (await aComment(api, { postId }, aVoice('mine'))).comment;
  await moderate(api, { commentId: id, action: 'HIDE', reason: 'Spam.' });

  expect(await read(id, aVoice('mine'))).toMatchObject({ decision: { reason: 'Spam.' } });
  expect(await read(id, aVoice('other'))).toMatchObject({ decision: null });
});

test('hiding takes a reason, twice is once, and each decision is written down once', async () => {
  const { id: postId } = await aPost(api);
  const { id } = (await aComment(api, { postId }, WRITER)).comment;
  const seq = async () => (await database.prisma.discussion.findFirstOrThrow({ orderBy: { postId: 'desc' } })).seq;

  const before = await seq();
  expect(await moderate(api, { commentId: id, action: 'HIDE' })).toMatchObject({ code: 'VALIDATION' });
  expect(await moderate(api, { commentId: id, action: 'HIDE', reason: ' ' })).toMatchObject({ code: 'VALIDATION' });
  expect(await moderate(api, { commentId: id, action: 'HIDE', reason: 'x'.repeat(1_001) })).toMatchObject({
    code: 'VALIDATION',
  });
  await Promise.all([1, 2, 3].map(() => moderate(api, { commentId: id, action: 'HIDE', reason: 'Once.' })));
  await moderate(api, { commentId: id, action: 'RESTORE' });
  await moderate(api, { commentId: id, action: 'RESTORE' });

  expect(await seq()).toBe(before + 2); // hidden, restored
  type Log = {
    auditLog: { nodes: { action: string; reason: string | null; actor: object; comment: { id: string } }[] };
  };
  const { auditLog } = await api.data<Log, object>([AUDIT, { first: 10 }, A_MODERATOR]);
  expect(auditLog.nodes.filter(({ comment }) => comment.id === id)).toMatchObject([
    { action: 'RESTORE', reason: null, actor: { displayName: 'a-moderator' } },
    { action: 'HIDE', reason: 'Once.' },
  ]);
});

test('the audit log says what a moderator did to the post of somebody else', async () => {
  const { id: postId } = await aPost(api);
  const update = async (input: object, as = A_MODERATOR) =>
    await api.data([UpdatePostDocument, { input: { postId, ...input } }, as]);

  await update({ commentsOpen: false });
  await update({ title: 'Another title', publish: false });
  await update({ commentsOpen: true }, AN_AUTHOR);

  const { auditLog } = await api.data<
    { auditLog: { nodes: { action: string; post: { id: string } | null }[] } },
    object
  >(['query { auditLog(first: 20) { nodes { action post { id } } } }', {}, A_MODERATOR]);
  const ofPost = auditLog.nodes.filter(({ post }) => post?.id === postId).map(({ action }) => action);
  expect(ofPost).toEqual(['UNPUBLISH_POST', 'UPDATE_POST', 'CLOSE_COMMENTS']);
});

test('the audit log cannot be changed', async () => {
  const { id: postId } = await aPost(api);
  const { id } = (await aComment(api, { postId }, WRITER)).comment;
  await moderate(api, { commentId: id, action: 'HIDE', reason: 'Once.' });

  await expect(database.prisma.auditEntry.deleteMany()).rejects.toThrow('only grows');
  await expect(database.prisma.auditEntry.updateMany({ data: { reason: 'Another.' } })).rejects.toThrow('only grows');
});

test('a hidden comment takes no reply, can be withdrawn by its writer, and is not restored then', async () => {
  const { id: postId } = await aPost(api);
  const { id } = (await aComment(api, { postId }, WRITER)).comment;
  await moderate(api, { commentId: id, action: 'HIDE', reason: 'Spam.' });

  expect(await tryComment(api, { postId, parentId: id })).toMatchObject({ code: 'NOT_FOUND' });
  await api.data([DeleteCommentDocument, { input: { commentId: id } }, WRITER]);
  expect(await read(id)).toMatchObject({ status: 'DELETED', post: { commentCount: 0 } });
  expect(await moderate(api, { commentId: id, action: 'RESTORE' })).toMatchObject({ code: 'NOT_FOUND' });
});

test('below a locked comment nobody replies, at any depth; beside it everybody does', async () => {
  const { id: postId } = await aPost(api);
  const top = (await aComment(api, { postId })).comment.id;
  const child = (await aComment(api, { postId, parentId: top })).comment.id;
  const beside = (await aComment(api, { postId })).comment.id;

  expect(await moderate(api, { commentId: top, action: 'LOCK' })).toMatchObject({ comment: { id: top } });
  expect(await tryComment(api, { postId, parentId: child })).toMatchObject({ code: 'DISCUSSION_CLOSED' });
  expect(await tryComment(api, { postId, parentId: top })).toMatchObject({ code: 'DISCUSSION_CLOSED' });
  expect(await tryComment(api, { postId, parentId: beside })).toMatchObject({ __typename: 'CreateCommentPayload' });
  expect([await read(top), await read(child), await read(beside)]).toMatchObject([
    { isLocked: true },
    { isLocked: true },
    { isLocked: false },
  ]);

  await moderate(api, { commentId: top, action: 'UNLOCK' });
  expect(await tryComment(api, { postId, parentId: child })).toMatchObject({ __typename: 'CreateCommentPayload' });
});

test('a post tells whoever may read it which comments are locked, in the order of the locks', async () => {
  const { id: postId } = await aPost(api);
  const first = (await aComment(api, { postId })).comment.id;
  const second = (await aComment(api, { postId })).comment.id;
  const source = 'query ($id: ID!) { post(by: { id: $id }) { lockedNumbers } }';
  const lockedOf = async () =>
    (await api.data<{ post: { lockedNumbers: number[] } }, object>([source, { id: postId }])).post.lockedNumbers;

  expect(await lockedOf()).toEqual([]);
  await moderate(api, { commentId: second, action: 'LOCK' });
  await moderate(api, { commentId: first, action: 'LOCK' });
  expect(await lockedOf()).toEqual([2, 1]);
  await moderate(api, { commentId: second, action: 'UNLOCK' });
  expect(await lockedOf()).toEqual([1]);
});

test('a lock that comes while a reply is written keeps it out', async () => {
  const { id: postId } = await aPost(api);
  const parentId = (await aComment(api, { postId })).comment.id;
  const [replied] = await Promise.all([
    tryComment(api, { postId, parentId }),
    moderate(api, { commentId: parentId, action: 'LOCK' }),
  ]);
  const events = await database.prisma.event.findMany({
    where: { kind: { in: ['COMMENT_LOCKED', 'COMMENT_ADDED'] } },
    orderBy: [{ writtenAt: 'asc' }],
  });
  const of = events.filter(({ postId: id }) => id === events.at(-1)?.postId).sort((a, b) => a.seq - b.seq);

  expect(of.map(({ kind }) => kind)).toEqual(
    replied.__typename === 'CreateCommentPayload'
      ? ['COMMENT_ADDED', 'COMMENT_ADDED', 'COMMENT_LOCKED']
      : ['COMMENT_ADDED', 'COMMENT_LOCKED'],
  );
});

test('everybody who follows sees it hidden and restored, in one event each', async () => {
  const { id: postId } = await aPost(api);
  const CURSOR = 'query ($postId: ID!) { post(by: { id: $postId }) { cursor } }';
  const { post } = await api.data<{ post: { cursor: string } }, object>([CURSOR, { postId }]);
  const { id } = (await aComment(api, { postId, body: 'Go away.' })).comment;
  await moderate(api, { commentId: id, action: 'HIDE', reason: 'An insult.' });
  await moderate(api, { commentId: id, action: 'RESTORE' });
  const FOLLOW = `subscription ($postId: ID!, $after: String) { discussionEvents(postId: $postId, after: $after) {
    __typename ... on CommentHiddenEvent { commentCount node { id } } ... on CommentRestoredEvent { commentCount node { id body } } } }`;

  const stream = await api.follow<{ discussionEvents: object }, object>([FOLLOW, { postId, after: post.cursor }]);
  const events: object[] = [];
  for await (const { discussionEvents } of stream) if (events.push(discussionEvents) === 4) break;
  expect(events).toMatchObject([
    { __typename: 'DiscussionReadyEvent' },
    { __typename: 'CommentAddedEvent' },
    { __typename: 'CommentHiddenEvent', commentCount: 1, node: { id } }, // as it is at delivery
    { __typename: 'CommentRestoredEvent', commentCount: 1, node: { id, body: 'Go away.' } },
  ]);
});

test('several are moderated at once, and each is answered', async () => {
  const { id: postId } = await aPost(api);
  const ids = [(await aComment(api, { postId })).comment.id, 'nonsense', (await aComment(api, { postId })).comment.id];
  const MANY = `mutation ($input: ModerateCommentsInput!) { moderateComments(input: $input) {
    __typename ... on ModerateCommentPayload { comment { status } } ... on Error { code } } }`;
  const input = { commentIds: ids, action: 'HIDE', reason: 'Spam.' };

  const { moderateComments } = await api.data<{ moderateComments: object[] }, object>([MANY, { input }, A_MODERATOR]);
  expect(moderateComments).toMatchObject([
    { comment: { status: 'HIDDEN' } },
    { code: 'NOT_FOUND' },
    { comment: { status: 'HIDDEN' } },
  ]);
  const tooMany = { ...input, commentIds: Array.from({ length: 101 }, () => 'x') };
  expect(await api.codes([MANY, { input: tooMany }, A_MODERATOR])).toEqual(['BAD_USER_INPUT']);
});

test('a nested thread shows a hidden comment as its place', async () => {
  const { id: postId } = await aPost(api);
  const { id } = (await aComment(api, { postId, body: 'Go away.' })).comment;
  await moderate(api, { commentId: id, action: 'HIDE', reason: 'An insult.' });

  const thread = JSON.stringify(await api.data([NestedThreadDocument, { post: { id: postId } }]));
  expect(thread).toContain('HIDDEN');
  expect(thread).not.toContain('Go away');
});
