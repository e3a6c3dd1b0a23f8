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
