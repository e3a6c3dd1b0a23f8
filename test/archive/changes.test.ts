// What an import makes of a service that has a life of its own.
import { expect, test } from 'vitest';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { decodeGlobalId } from '../../src/relay/global-id.ts';
import { DeleteCommentDocument, EditCommentDocument, ReactDocument } from '../../src/sdk/generated/operations.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { A_MODERATOR, readQueue } from '../harness/moderation.ts';
import { aRandomLife } from '../harness/random-life.ts';

const there = await openTestDatabase();
const here = await openTestDatabase();
const settings = { hasGuestReactions: true, sites: ['https://pages.example'], premoderate: ['LINKS'] as const };
const apiThere = openTestApi(there, settings);
const apiHere = openTestApi(here, settings);
const ANN = anAccount('ann');

/** Follows the other service from a cursor on. */
async function follow(cursor: string) {
  const archive = await anArchive(there, cursor);
  const report = await importText(here, archive.text);
  expect(await findDifferences(here.pool)).toEqual([]);
  return { cursor: archive.cursor, text: archive.text, ...report };
}

async function readComments(postId: string) {
  const { rows } = await here.pool.query<{ number: number; path: number[]; body: string; status: string }>(
    'SELECT number, path, body, status FROM comment WHERE post_id = $1 ORDER BY number',
    [decodeGlobalId(postId)?.id],
  );
  return rows.map(
    ({ number, path, body, status }) => `${number} (${path.join('.')}) ${status === 'PUBLISHED' ? body : status}`,
  );
}

async function readEvents(postId: string) {
  const { rows } = await here.pool.query<{ kind: string }>(
    'SELECT kind::text FROM event WHERE post_id = $1 ORDER BY seq',
    [decodeGlobalId(postId)?.id],
  );
  return rows.map(({ kind }) => kind);
}

test('what is new is added, what was changed here stays, what changed there is changed, and again nothing', async () => {
  const own = await aPost(apiHere, { title: 'A post from here' });
  await aComment(apiHere, { postId: own.id, body: 'From here.' });
  const { id: postId } = await aPost(apiThere);
  const { comment: first } = await aComment(apiThere, { postId, body: 'First.' }, ANN);
  const { comment: second } = await aComment(apiThere, { postId, body: 'Second.' }, ANN);
  await aComment(apiThere, { postId, body: 'Third.' }, ANN);
  const { cursor, text } = await anArchive(there);

  const whole = await importText(here, text);
  expect([...whole.tally.reasons.keys()].filter((reason) => !reason.startsWith('author'))).toEqual([]);
  expect(await readComments(own.id)).toEqual(['1 (1) From here.']);
  expect(await findDifferences(here.pool)).toEqual([]);

  // The discussion goes on on both sides.
  await apiHere.data([EditCommentDocument, { input: { commentId: first.id, body: 'First, edited here.' } }, ANN]);
  await aComment(apiHere, { postId, parentId: second.id, body: 'A reply from here.' });
  await apiThere.data([EditCommentDocument, { input: { commentId: first.id, body: 'First, edited there.' } }, ANN]);
  await apiThere.data([DeleteCommentDocument, { input: { commentId: second.id } }, ANN]);
  await aComment(apiThere, { postId, parentId: first.id, body: 'A reply from there.' });
  const changes = await follow(cursor);

  expect(changes.counts['comment']).toMatchObject({ read: 3, added: 1, changed: 1, kept: 1, skipped: 0 });
  expect(await readComments(postId)).toEqual([
    '1 (1) First, edited here.',
    '2 (2) DELETED',
    '3 (3) Third.',
    '4 (2.4) A reply from here.',
    '5 (1.5) A reply from there.',
  ]);
  expect((await readEvents(postId)).slice(-3)).toEqual(['COMMENT_ADDED', 'COMMENT_WITHDRAWN', 'COMMENT_ADDED']);

  const again = await importText(here, changes.text);
  expect(again.isOld).toBe(true);

  // It stays a discussion of its own, although an import was the last to write to it.
  await aComment(apiThere, { postId, body: 'Later, from there.' });
  await follow(changes.cursor);
  expect((await readComments(postId)).at(-1)).toBe('6 (6) Later, from there.');
});

test('a whole random life is taken beside an own one, and again changes nothing', { timeout: 300_000 }, async () => {
  const [lifeThere, lifeHere] = [aRandomLife(apiThere, there, 3), aRandomLife(apiHere, here, 4)];
  for (let step = 0; step < 150; step += 1) await Promise.all([lifeThere.step(), lifeHere.step()]);
  await givePositions(there.pool);
  const { text } = await anArchive(there);
  const waiting = (await readQueue(apiHere)).totalCount;

  const { tally } = await importText(here, text, { isDryRun: true });
  const first = await importText(here, text);
  const records = (await anArchive(here)).records;
  // As if it had been killed before its end.
  await here.pool.query('UPDATE archive_source SET cursor = NULL');
  const again = await importText(here, text);

  expect(Object.fromEntries(tally.counts)['comment']).toEqual(first.counts['comment']);
  expect(await findDifferences(here.pool)).toEqual([]);
  expect((await anArchive(here)).records).toBe(records);
  expect(again.counts['comment']).toMatchObject({ added: 0, changed: 0 });
  expect((await readQueue(apiHere, { as: A_MODERATOR })).totalCount).toBeGreaterThan(waiting);
});

test('votes that were imported here as a number still count after a reaction there', async () => {
  const { id: postId } = await aPost(apiThere);
  const { comment } = await aComment(apiThere, { postId, body: 'Voted for.' }, ANN);
  const react = async (name: string) =>
    await apiThere.data([
      ReactDocument,
      { input: { commentId: comment.id, kind: 'insightful', on: true } },
      anAccount(name),
    ]);
  await react('bob');
  const { text, cursor } = await anArchive(there);
  await importText(here, text);
  const id = decodeGlobalId(comment.id)?.id;
  await here.pool.query('UPDATE reaction_count SET imported = 3, count = count + 3 WHERE comment_id = $1', [id]);
  await here.pool.query('UPDATE comment_score SET score = score + 3 WHERE comment_id = $1', [id]);

  await react('cleo');
  await follow(cursor);

  const { rows } = await here.pool.query('SELECT count FROM reaction_count WHERE comment_id = $1', [id]);
  expect(rows).toEqual([{ count: 5 }]);
});
