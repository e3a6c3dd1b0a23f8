// Who may write, and whether what they write on is there, is known before Markdown is rendered. Each body here is refused by the
// renderer, once it is parsed: any other error than VALIDATION came before.
import { expect, test } from 'vitest';
import {
  CreateCommentDocument,
  CreatePostDocument,
  DeleteCommentDocument,
  EditCommentDocument,
  UpdatePostDocument,
} from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

/** An address that is defined once and used 200 times is a megabyte of HTML. */
const DEAR = `[a]: https://example.org/${'a'.repeat(5_000)}\n\n${'[a] '.repeat(200)}`;
const NOWHERE = { comment: idOf('Comment'), post: idOf('Post') };
const ADA = anAccount('ada');

const database = await openTestDatabase();
const api = openTestApi(database);

test('a text that is dear to render is refused by the renderer, where the write is permitted', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId }, ADA);

  expect(await edit(comment.id, ADA)).toBe('VALIDATION');
  expect(await create({ postId }, ADA)).toBe('VALIDATION');
  expect(await publish({}, AN_AUTHOR)).toBe('VALIDATION');
  expect(await update(postId, AN_AUTHOR)).toBe('VALIDATION');
});

test('thirty edits of a comment that does not exist render nothing, and cost one statement', async () => {
  const fields = Array.from(
    { length: 30 },
    (_, n) => `f${n}: editComment(input: $input) { ... on Error { code } }`,
  ).join('\n');
  const source = `mutation ($input: EditCommentInput!) { ${fields} }`;
  const statements = countStatements(database);

  const data = await api.data<Record<string, unknown>, object>([
    source,
    { input: { commentId: NOWHERE.comment, body: DEAR } },
    ADA,
  ]);

  expect(new Set(Object.values(data).map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ code: 'NOT_FOUND' })]),
  );
  expect(statements.count, statements.texts.join('\n')).toBe(1);
  statements.stop();
});

test('an edit of another’s comment, a withdrawn one, or one of a closed discussion renders nothing', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId }, ADA);
  const { comment: withdrawn } = await aComment(api, { postId }, ADA);
  await api.data([DeleteCommentDocument, { input: { commentId: withdrawn.id } }, ADA]);

  expect(await edit(comment.id, anAccount('bob'))).toBe('FORBIDDEN');
  expect(await edit(withdrawn.id, ADA)).toBe('NOT_FOUND');
  await close(postId);
  expect(await edit(comment.id, ADA)).toBe('DISCUSSION_CLOSED');
});

test('a comment on a post or a parent that is not there, on a closed discussion, or under a used key renders nothing', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId, clientMutationId: 'used' }, ADA);
  await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, ADA]);

  expect(await create({ postId: NOWHERE.post }, ADA)).toBe('NOT_FOUND');
  expect(await create({ postId, parentId: NOWHERE.comment }, ADA)).toBe('NOT_FOUND');
  expect(await create({ postId, parentId: comment.id }, ADA)).toBe('NOT_FOUND');
  expect(await create({ postId, clientMutationId: 'used' }, ADA)).toBe('CONFLICT');
  await close(postId);
  expect(await create({ postId }, ADA)).toBe('DISCUSSION_CLOSED');
});

test('a post by a reader, under a used key, or of another author renders nothing', async () => {
  const { id: postId } = await aPost(api, { clientMutationId: 'used-too' });

  expect(await publish({}, ADA)).toBe('FORBIDDEN');
  expect(await publish({ clientMutationId: 'used-too' }, AN_AUTHOR)).toBe('CONFLICT');
  expect(await update(NOWHERE.post, AN_AUTHOR)).toBe('NOT_FOUND');
  expect(await update(postId, anAccount('another-author', 'AUTHOR'))).toBe('FORBIDDEN');
});

async function edit(commentId: string, by: Identity) {
  const { editComment } = await api.data([EditCommentDocument, { input: { commentId, body: DEAR } }, by]);
  return codeOf(editComment);
}

async function create(input: { postId: string; parentId?: string; clientMutationId?: string }, by: Identity) {
  const { createComment } = await api.data([CreateCommentDocument, { input: { ...input, body: DEAR } }, by]);
  return codeOf(createComment);
}

async function publish(input: { clientMutationId?: string }, by: Identity) {
  const { createPost } = await api.data([CreatePostDocument, { input: { title: 'T', body: DEAR, ...input } }, by]);
  return codeOf(createPost);
}

async function update(postId: string, by: Identity) {
  const { updatePost } = await api.data([UpdatePostDocument, { input: { postId, body: DEAR } }, by]);
  return codeOf(updatePost);
}

async function close(postId: string): Promise<void> {
  await api.data([UpdatePostDocument, { input: { postId, commentsOpen: false } }, AN_AUTHOR]);
}

function codeOf(answer: object | null): unknown {
  return answer !== null && 'code' in answer ? answer.code : answer;
}

function idOf(type: string): string {
  return Buffer.from(`${type}:019a0000-0000-7000-8000-000000000000`).toString('base64url');
}
