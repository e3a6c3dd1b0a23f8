// A site leaves in a time that grows as it does, and in memory that does not: what would cost it more shows in how the database reads.
import { beforeAll, expect, test } from 'vitest';
import { addressOfPost, selectPostsWithComments } from '../../src/data/archive/reader-sql.ts';
import { openTestDatabase } from '../harness/database.ts';

const POSTS = 10_000; // each by somebody else
const COMMENTS = 5_000; // of guests, under the first posts
const { pool } = await openTestDatabase();

beforeAll(async () => {
  const uuid = (kind: string, n: string) => `md5('${kind}' || ${n})::uuid`;
  await pool.query(`
    INSERT INTO author (id, handle, display_name) SELECT ${uuid('a', 'n')}, 'a-' || n, 'A' FROM generate_series(1, ${POSTS}) n;
    INSERT INTO post (id, slug, title, excerpt, body, body_html, renderer_version, author_id, published_at)
      SELECT ${uuid('p', 'n')}, 'post-' || n, 'A title', '', 'a', 'a', 1, ${uuid('a', 'n')}, now() FROM generate_series(1, ${POSTS}) n;
    INSERT INTO discussion (post_id) SELECT id FROM post;
    INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version, status)
      SELECT ${uuid('c', 'n')}, ${uuid('p', '1 + n % 50')}, 1 + n / 50, ARRAY[1 + n / 50], repeat('a', 500), repeat('a', 500), 1,
        (CASE WHEN n % 7 = 0 THEN 'DELETED' ELSE 'PUBLISHED' END)::comment_status FROM generate_series(0, ${COMMENTS - 1}) n;
    ANALYZE`);
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Parent Relationship'?: string;
  readonly 'Peak Memory Usage'?: number;
  readonly Plans?: readonly Plan[];
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

test.each([true, false])(
  'the database keeps no more in memory than it may, and reads no list for each row (withdrawn ones too: %s)',
  async (hasWithdrawn) => {
    const client = await pool.connect();
    try {
      const address = addressOfPost(client, 'https://talk.example/posts/{slug}');
      const select = selectPostsWithComments({ address, where: 'p.body IS NOT NULL', hasWithdrawn });
      // As if there were a hundred times as many.
      await client.query(`BEGIN; SET LOCAL work_mem = '64kB'; SET LOCAL hash_mem_multiplier = 1`);
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${select}`,
      );
      const plan = rows[0]?.['QUERY PLAN'][0].Plan;
      const nodes = plan === undefined ? [] : nodesOf(plan);

      // A list that each row is looked for in is kept whole in memory; or, where it is too long, read whole for each row.
      const lists = nodes.filter(
        (node) => node['Parent Relationship'] === 'SubPlan' && node['Node Type'] === 'CTE Scan',
      );
      const kept = nodes.map((node) => node['Peak Memory Usage'] ?? 0);
      expect(lists).toEqual([]);
      expect(Math.max(...kept)).toBeLessThan(256); // kilobytes
    } finally {
      client.release(true);
    }
  },
);
