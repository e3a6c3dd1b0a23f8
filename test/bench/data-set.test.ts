import { expect, test } from 'vitest';
import { createRandom } from '../chaos/random.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { openTestDatabase } from '../harness/database.ts';
import { makeBlock } from './reads/data/block.ts';
import { DEEPEST, growThread } from './reads/data/grow-thread.ts';
import { loadData } from './reads/data/load.ts';
import { commentCounts, FULL_SCALE } from './reads/data/scale.ts';
import { makeSite } from './reads/data/site.ts';

const SMALL = { authors: 20, tags: 10, posts: 12, comments: 600, largest: 150, blocks: 1, articles: 3, remarks: 20 };

const database = await openTestDatabase();

test('comments are as many as asked, and fall by a power of the rank', () => {
  const counts = commentCounts(FULL_SCALE);
  const [first = 0, second = 0, , fourth = 0] = counts;

  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(200_000);
  expect(first).toBe(5_000);
  expect(second / first).toBeCloseTo(fourth / second, 2);
  expect(counts.filter((count) => count >= 230 && count <= 270).length).toBeGreaterThan(20);
});

test('replies reach far down, fewer on each level, and never below the 30th', () => {
  const random = createRandom(3);
  const levels = commentCounts(FULL_SCALE).flatMap((count) => [...growThread(count, random).levels.subarray(1)]);
  const onLevel = (level: number) => levels.filter((one) => one === level).length;

  expect(Math.max(...levels.slice(0, 5_000))).toBeGreaterThan(15);
  expect(levels.every((level) => level >= 1 && level <= DEEPEST)).toBe(true);
  expect(onLevel(1) / levels.length).toBeCloseTo(0.22, 1);
  expect([1, 3, 5, 10, 15].map(onLevel).toSorted((a, b) => b - a)).toEqual([1, 3, 5, 10, 15].map(onLevel));
  expect(onLevel(20)).toBeGreaterThan(0);
});

test('the same block is made each time, at any scale', () => {
  const make = (blocks: number) => {
    const scale = { ...SMALL, blocks };
    const { comments } = makeBlock(0, { scale, site: makeSite(scale) });
    return comments.map(({ id, path, text, author, subject }) => [id, path.join(), text.html, author.handle, subject]);
  };

  const first = make(1);

  expect(make(1)).toEqual(first);
  expect(make(10)).toEqual(first);
});

test('the loaded set is as the service would have written it', async () => {
  const client = await database.pool.connect();

  await loadData(client, { ...SMALL, blocks: 2 }).finally(() => client.release());

  expect(await findDifferences(database.pool)).toEqual([]);
  const { rows } = await database.pool.query('SELECT count(*)::int AS comments FROM comment');
  expect(rows).toEqual([{ comments: 1_200 }]);
});
