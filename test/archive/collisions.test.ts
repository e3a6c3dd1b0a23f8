// Names and keys that only one may have, where another has them here: they cost no post and no comment.
import { expect, test } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';

const ANN = anAccount('ann');

async function openBoth() {
  const [there, here] = [await openTestDatabase(), await openTestDatabase()];
  const read = async (text: string) => (await here.pool.query({ text, rowMode: 'array' })).rows.flat();
  return { there, here, read, apiThere: openTestApi(there), apiHere: openTestApi(here) };
}

test('a slug that is another’s here gets a number that no other post of the file has', async () => {
  const { there, here, read, apiThere, apiHere } = await openBoth();
  await aPost(apiHere, { title: 'Ferry' });
  for (const body of ['Of the first.', 'Of the second.']) {
    const { id: postId } = await aPost(apiThere, { title: 'Ferry' });
    await aComment(apiThere, { postId, body });
  }

  const { counts } = await importText(here, (await anArchive(there)).text);

  expect(counts).toMatchObject({ post: { added: 2, skipped: 0 }, comment: { added: 2, skipped: 0 } });
  expect(await read('SELECT slug FROM post ORDER BY created_at')).toEqual(['ferry', 'ferry-3', 'ferry-2']);
});

test('a name that a row leaves there, and keeps here because it was changed here, costs no other row', async () => {
  const { there, here, read, apiThere } = await openBoth();
  const { id: postId } = await aPost(apiThere, { title: 'Ferry' });
  await aComment(apiThere, { postId }, ANN);
  const { text, cursor } = await anArchive(there);
  await importText(here, text);
  await here.pool.query(`UPDATE author SET display_name = 'Ann of here' WHERE handle = 'ann'`);
  await here.pool.query(`UPDATE post SET title = 'A title of here'`);
  await there.pool.query(`UPDATE author SET handle = 'anna' WHERE handle = 'ann'; UPDATE post SET slug = 'quay'`);
  await there.pool.query(`INSERT INTO author (id, handle, display_name) VALUES (gen_random_uuid(), 'ann', 'Another')`);
  const other = await aPost(apiThere, { title: 'Ferry' });
  await aComment(apiThere, { postId: other.id }, ANN);

  const { counts } = await importText(here, (await anArchive(there, cursor)).text);

  expect(counts).toMatchObject({
    author: { added: 1, kept: 1, skipped: 0 },
    post: { added: 1, kept: 1, skipped: 0 },
    comment: { added: 1, skipped: 0 },
  });
  expect(await read(`SELECT slug FROM post ORDER BY slug`)).toEqual(['ferry', 'ferry-2']);
  expect(await read(`SELECT handle FROM author WHERE handle LIKE 'ann%' ORDER BY handle`)).toEqual(['ann', 'ann-2']);
});

test('two rows that change their names with one another are both there, whatever comes first', async () => {
  const { there, here, read, apiThere } = await openBoth();
  for (const title of ['One', 'Two']) await aPost(apiThere, { title });
  const { text, cursor } = await anArchive(there);
  await importText(here, text);
  await there.pool.query(`UPDATE post SET slug = 'three' WHERE slug = 'one'`);
  await there.pool.query(`UPDATE post SET slug = 'one' WHERE slug = 'two'`);
  await there.pool.query(`UPDATE post SET slug = 'two' WHERE slug = 'three'`);

  const { counts } = await importText(here, (await anArchive(there, cursor)).text);

  expect(counts['post']).toMatchObject({ changed: 2, skipped: 0 });
  expect(await read('SELECT slug FROM post ORDER BY title')).toEqual(['two-2', 'one']);
});

test('a comment and a post come without the clientMutationId that the same account used for another one here', async () => {
  const { there, here, read, apiThere, apiHere } = await openBoth();
  const life = async (api: typeof apiHere, body: string) => {
    const { id: postId } = await aPost(api, { body, clientMutationId: '1' });
    await aComment(api, { postId, body, clientMutationId: '1' }, ANN);
  };
  await life(apiHere, 'Of here.');
  await life(apiThere, 'Of there.');
  const { text } = await anArchive(there);

  const { counts, tally } = await importText(here, text);
  await here.pool.query('UPDATE archive_source SET cursor = NULL'); // as if it had been killed
  const again = await importText(here, text);

  expect(counts).toMatchObject({ post: { added: 1, skipped: 0 }, comment: { added: 1, skipped: 0 } });
  expect([...tally.reasons.keys()]).toContain('comment: its clientMutationId is another’s here, and was left out');
  expect(again.counts).toMatchObject({ comment: { added: 0, changed: 0, skipped: 0 } });
  expect(await read('SELECT client_mutation_id FROM comment ORDER BY created_at')).toEqual(['1', null]);
  expect(await findDifferences(here.pool)).toEqual([]);
});
