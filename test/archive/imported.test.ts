// What only imports of other software bring, on its way to another database.
import { expect, test } from 'vitest';
import { readPresentSlug } from '../../src/data/by-address/former-slugs.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { ReactDocument } from '../../src/sdk/generated/operations.ts';
import { encodeGlobalId } from '../../src/relay/global-id.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { importSomething } from '../harness/random-import.ts';

const there = await openTestDatabase();
const here = await openTestDatabase();
const api = openTestApi(here, { sites: ['https://pages.example'] });

/** What stands of the imports 1 and 2: where their slugs lead, and how many votes their comments have. */
async function readImported() {
  const slugs = await Promise.all([1, 2].map(async (n) => await readPresentSlug(here.pool, `über_${n}`)));
  const { rows } = await here.pool.query<{ count: number }>(
    `SELECT n.count FROM reaction_count n JOIN comment c ON c.id = n.comment_id WHERE c.source LIKE 'commento%' ORDER BY c.external_id, n.kind`,
  );
  return { slugs, votes: rows.map(({ count }) => count) };
}

let cursor: string | null = null;

/** Follows the other database from where it was left; at first, takes everything. */
async function follow() {
  const archive = await anArchive(there, cursor);
  const { counts } = await importText(here, archive.text);
  expect(await findDifferences(here.pool)).toEqual([]);
  ({ cursor } = archive);
  return counts;
}

test('slugs lead on and votes count in the other database too, until they are changed or deleted there', async () => {
  for (const n of [1, 2]) await importSomething(there, { n });
  await follow();
  expect(await readImported()).toEqual({ slugs: ['ueber-1', 'ueber-2'], votes: [2, 3] });

  // Reactions are counted in the same row, and do not make the imported number one from here.
  const { rows } = await here.pool.query<{ id: string }>(`SELECT id FROM comment WHERE external_id = 'c2'`);
  const input = { commentId: encodeGlobalId('Comment', rows[0]?.id ?? ''), kind: 'insightful', on: true };
  await api.data([ReactDocument, { input }, anAccount('ann')]);
  await there.pool.query(`UPDATE reaction_count SET imported = 5, count = 5 WHERE imported = 3`);
  await there.pool.query(`UPDATE reaction_count SET imported = 0, count = 0 WHERE imported = 2`);
  await there.pool.query(`DELETE FROM former_slug WHERE slug = 'über_1'`);
  await there.pool.query(
    `UPDATE former_slug SET post_id = (SELECT id FROM post WHERE slug = 'ueber-1') WHERE slug = 'über_2'`,
  );
  const counts = await follow();

  expect(counts).toMatchObject({
    formerSlug: { added: 0, changed: 1, kept: 0, deleted: 1 },
    reactionCount: { added: 0, changed: 1, kept: 0, deleted: 1 },
  });
  expect(await readImported()).toEqual({ slugs: [null, 'ueber-1'], votes: [0, 6] });
});

test('what was changed here stays, and a reaction from here is no number that could be lost', async () => {
  await here.pool.query(`UPDATE former_slug SET post_id = (SELECT id FROM post WHERE slug = 'ueber-2')`);
  await here.pool.query('UPDATE reaction_count SET imported = 9, count = 10 WHERE imported = 5');
  await here.pool.query('UPDATE comment_score SET score = 10 WHERE score = 6');
  const { rows } = await here.pool.query<{ id: string }>(`SELECT id FROM comment WHERE external_id = 'c1'`);
  const id = rows[0]?.id ?? '';
  const input = { commentId: encodeGlobalId('Comment', id), kind: 'funny', on: true };
  await api.data([ReactDocument, { input }, anAccount('bob')]);
  await there.pool.query('UPDATE reaction_count SET imported = 7, count = 7');
  await there.pool.query(`INSERT INTO reaction_count (comment_id, kind, imported, count) VALUES ($1, 'funny', 4, 4)`, [
    id,
  ]);
  await there.pool.query(`UPDATE former_slug SET post_id = post_id`);
  const changed = await follow();
  await there.pool.query('UPDATE reaction_count SET imported = 0, count = 0');
  await there.pool.query('DELETE FROM former_slug');
  const deleted = await follow();

  expect(changed).toMatchObject({
    formerSlug: { changed: 0, kept: 1 },
    reactionCount: { added: 0, changed: 2, kept: 1 },
  });
  expect(deleted).toMatchObject({ formerSlug: { deleted: 0 }, reactionCount: { deleted: 2 } });
  expect(await readImported()).toEqual({ slugs: [null, 'ueber-2'], votes: [1, 0, 10] });
});

test('a record that no key can hold costs itself', async () => {
  const { lines } = await anArchive(there);
  const post = lines.find(({ type }) => type === 'post');
  // Random, or the database would make it short enough.
  const slug = Array.from({ length: 9_000 }, (_, at) => ((at * 7_919) % 65_521).toString(36)).join('');
  const records = [...lines.slice(0, -1), { type: 'formerSlug', slug, postId: post?.['id'] }];
  const fresh = await openTestDatabase();

  const { counts, tally } = await importText(fresh, records.map((line) => JSON.stringify(line)).join('\n'));

  expect(counts['post']).toMatchObject({ added: 3, skipped: 0 });
  expect(counts['formerSlug']).toMatchObject({ skipped: 1 });
  expect([...tally.reasons.keys()]).toContain(
    'skipped: formerSlug: the database cannot hold one of its values: it is too long',
  );
});
