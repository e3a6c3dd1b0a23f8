import { expect, onTestFinished, test } from 'vitest';
import { startErasingEvidence } from '../../src/live/upkeep/evidence.ts';
import { EditCommentDocument, DeleteCommentDocument } from '../../src/sdk/generated/operations.ts';
import { aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { A_MODERATOR, aHeldComment, DECIDE, moderate, mutate } from '../harness/moderation.ts';

const DAY = 86_400_000; // milliseconds
const database = await openTestDatabase();
const api = openTestApi(database);
const holding = openTestApi(database, { premoderate: ['ALL'] });
const AS = aVoice('writer');

const VERSIONS = 'query ($id: ID!) { comment(id: $id) { status body versions { body } } }';
const read = async (id: string) =>
  (await api.data<{ comment: object }, object>([VERSIONS, { id }, A_MODERATOR])).comment;

async function eraseAfter(days: number): Promise<number> {
  let erased = 0;
  const round = startErasingEvidence({
    pool: database.pool,
    days: 30,
    now: () => new Date(Date.now() + days * DAY),
    random: () => 0,
    onErased: (count) => (erased = count),
    onError: (error) => expect.unreachable(String(error)),
    step: 1,
    pause: 0,
    every: 1,
  });
  onTestFinished(() => round.close());
  await expect.poll(async () => await database.prisma.commentVersion.count()).toBe(days > 30 ? 0 : 1);
  await round.close();
  return erased;
}

test('texts that are no longer shown can be read by moderators for a time, and are gone then', async () => {
  const { id: postId } = await aPost(api);
  const write = async (body: string) => (await aComment(api, { postId, body }, AS)).comment.id;
  const [edited, hidden, withdrawn] = [await write('Old.'), await write('Bad.'), await write('Regretted.')];
  await api.data([EditCommentDocument, { input: { commentId: edited, body: 'New.' } }, AS]);
  await moderate(api, { commentId: hidden, action: 'HIDE', reason: 'Bad.' });
  await api.data([DeleteCommentDocument, { input: { commentId: withdrawn } }, AS]);
  const [turnedDown, waiting] = [
    await aHeldComment(holding, { postId, body: 'No.' }, AS),
    await aHeldComment(holding, { postId, body: 'Wait.' }, AS),
  ];
  await mutate(api, DECIDE, { input: { heldCommentId: turnedDown, approve: false }, as: A_MODERATOR });

  await eraseAfter(29);
  expect(await read(edited)).toEqual({
    status: 'PUBLISHED',
    body: 'New.',
    versions: [{ body: 'New.' }, { body: 'Old.' }],
  });
  expect(await read(hidden)).toEqual({ status: 'HIDDEN', body: null, versions: [{ body: 'Bad.' }] });

  await eraseAfter(31);
  expect(await read(edited)).toEqual({ status: 'PUBLISHED', body: 'New.', versions: [{ body: 'New.' }] });
  expect(await read(hidden)).toEqual({ status: 'HIDDEN', body: null, versions: [] });
  expect(await read(withdrawn)).toEqual({ status: 'DELETED', body: null, versions: [] });
  expect(await moderate(api, { commentId: hidden, action: 'RESTORE' })).toMatchObject({ code: 'NOT_FOUND' });
  const bodies = await database.prisma.heldComment.findMany({ orderBy: { id: 'asc' } });
  expect(bodies.map(({ body }) => body)).toEqual(['', 'Wait.']);
  expect(waiting).not.toBe(turnedDown);
});
