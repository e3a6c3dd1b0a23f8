// What a newer export has of posts that are here already.
import { expect, it } from 'vitest';
import { openTestDatabase } from '../harness/database.ts';
import { summarise } from './formats/harness.ts';
import { anExport, aFile, anItem, runImport } from './harness.ts';

const database = await openTestDatabase();

function tagged(id: number, ...tags: readonly string[]): string {
  const terms = tags.map((tag) => `<category domain="post_tag" nicename="${tag}">${tag}</category>`);
  return anItem({ id, slug: `post-${id}` }).replace('</item>', `${terms.join('')}</item>`);
}

it('skips new tags of a post that stays as it is, unless a new post has them', async () => {
  await runImport(database, { file: await aFile(anExport(tagged(1, 'sea'))) });
  const file = await aFile(anExport(tagged(1, 'sea', 'wind', 'rain') + tagged(2, 'rain')));

  const rehearsal = await runImport(database, { file, isDryRun: true });
  const report = await runImport(database, { file });
  const again = await runImport(database, { file });

  expect(summarise(report)).toMatchObject({
    ...{ read: { tags: 3 }, taken: { posts: 1, tags: 1 }, present: { tags: 1 } },
    skipped: { 'tags: new on posts that are here already, which stay as they are': 1 },
  });
  expect(summarise(rehearsal)).toEqual(summarise(report));
  expect(again).toMatchObject({ read: { tags: 3 }, taken: { tags: 0 }, present: { tags: 2 } });
  const { rows } = await database.pool.query('SELECT slug FROM tag ORDER BY slug');
  expect(rows).toEqual([{ slug: 'rain' }, { slug: 'sea' }]);
});

it('keeps a reply below a comment whose id has twenty digits less one, and tells of a parent that is no id', async () => {
  const id = '1234567890123456789';
  const item = anItem({ id: 3, slug: 'ids', comments: [{ id: 1 }, { id: 2, parent: 1 }, { id: 4, parent: -9 }] });
  const file = await aFile(anExport(item.replace(/(id|parent)>1</g, `$1>${id}<`)));

  const report = await runImport(database, { file });

  expect(summarise(report)['notes']).toEqual({ 'replies to a comment whose id is none, moved to the top level': 1 });
  const { rows } = await database.pool.query(
    `SELECT c.external_id AS id, c.path FROM comment c JOIN post p ON p.id = c.post_id WHERE p.slug = 'ids' ORDER BY c.number`,
  );
  expect(rows).toEqual([
    { id, path: [1] },
    { id: '2', path: [1, 2] },
    { id: '4', path: [3] },
  ]);
});
