import { expect, test, vi } from 'vitest';
import {
  CreateCommentDocument,
  DeleteCommentDocument,
  EditCommentDocument,
} from '../../src/sdk/generated/operations.ts';
import { anAccount, aVoice, openTestApi, type TestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';

const MINUTE = 60_000;
const RIGHTS = 'query ($id: ID!) { comment(id: $id) { viewerCanEdit viewerCanDelete } }';

const database = await openTestDatabase();
const open = openTestApi(database);
const closed = openTestApi(database, { hasGuests: false });
const forEver = openTestApi(database, { guestEditMinutes: 0 });
const voice = aVoice('a-voice');

async function create(api: TestApi, input: { postId: string; clientMutationId?: string }, identity = voice) {
  const variables = { input: { body: 'A remark.', ...input } };
  return (await api.data([CreateCommentDocument, variables, identity])).createComment;
}

test('where guests may not write, accounts still may', async () => {
  const { id: postId } = await aPost(open);

  expect(await create(closed, { postId })).toMatchObject({ __typename: 'ForbiddenError' });
  expect(await create(closed, { postId }, anAccount('ada'))).toMatchObject({ __typename: 'CreateCommentPayload' });
});

test('a retry from before guests were shut out gets its comment', async () => {
  const { id: postId } = await aPost(open);
  const first = await create(open, { postId, clientMutationId: 'a-key' });

  expect(await create(closed, { postId, clientMutationId: 'a-key' })).toEqual(first);
});

test('a guest edits for an hour, and withdraws at any time', async () => {
  const { id: postId } = await aPost(open);
  const { id } = (await aComment(open, { postId }, voice)).comment;
  const rights = async (api: TestApi) =>
    (await api.data<{ comment: Record<string, boolean> }, object>([RIGHTS, { id }, voice])).comment;
  const edit = async (api: TestApi) =>
    (await api.data([EditCommentDocument, { input: { commentId: id, body: 'Changed.' } }, voice])).editComment;
  const { createdAt } = await database.prisma.comment.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  const after = async (minutes: number, check: () => Promise<void>) => {
    vi.useFakeTimers({ toFake: ['Date'], now: createdAt.getTime() + minutes * MINUTE });
    await check().finally(() => vi.useRealTimers());
  };

  await after(59.9, async () => {
    expect(await rights(open)).toEqual({ viewerCanEdit: true, viewerCanDelete: true });
    expect(await edit(open)).toMatchObject({ comment: { body: 'Changed.' } });
  });
  await after(60, async () => {
    expect(await rights(open)).toEqual({ viewerCanEdit: false, viewerCanDelete: true });
    expect(await edit(open)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('60 minutes') });
    expect(await rights(forEver)).toEqual({ viewerCanEdit: true, viewerCanDelete: true });
  });
  await after(100_000, async () => {
    const gone = await open.data([DeleteCommentDocument, { input: { commentId: id } }, voice]);
    expect(gone.deleteComment).toMatchObject({ comment: { status: 'DELETED' } });
    expect(await rights(open)).toEqual({ viewerCanEdit: false, viewerCanDelete: false });
  });
});

test('the time of guests is not that of accounts', async () => {
  const { id: postId } = await aPost(open);
  const ada = anAccount('ada');
  const { id } = (await aComment(open, { postId }, ada)).comment;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 50 * MINUTE });

  const edited = await openTestApi(database, { guestEditMinutes: 1 })
    .data([EditCommentDocument, { input: { commentId: id, body: 'Changed.' } }, ada])
    .finally(() => vi.useRealTimers());

  expect(edited.editComment).toMatchObject({ comment: { body: 'Changed.' } });
});

test('a guest is not called as somebody who works here is', async () => {
  const { id: postId } = await aPost(open);
  const mod = anAccount('moira-mod', 'MODERATOR');
  await open.data(['{ viewer { id } }', {}, mod]);
  const called = async (guestName: string) =>
    (await open.data([CreateCommentDocument, { input: { postId, body: `By ${guestName}`, guestName } }, voice]))
      .createComment;

  for (const name of ['moira-mod', 'Moira Mod', '  MÓIRA  MOD', 'ｍｏｉｒａ.mod'])
    expect(await called(name)).toMatchObject({ issues: [{ path: ['guestName'] }] });
  for (const name of ['Moira', 'Moira Modd', '☂']) expect(await called(name)).toHaveProperty('comment');
});

test('a name is free again when its account has lost its role, and readers never had theirs for themselves', async () => {
  const { id: postId } = await aPost(open);
  const called = async (guestName: string, body: string) =>
    (await open.data([CreateCommentDocument, { input: { postId, body, guestName } }, voice])).createComment;
  await open.data(['{ viewer { id } }', {}, anAccount('gus', 'AUTHOR')]);
  await open.data(['{ viewer { id } }', {}, anAccount('rita')]);
  expect(await called('Gus', '1')).toMatchObject({ code: 'VALIDATION' });
  expect(await called('Rita', '2')).toHaveProperty('comment');

  await open.data(['{ viewer { id } }', {}, anAccount('gus')]);

  expect(await called('Gus', '3')).toHaveProperty('comment');
});
