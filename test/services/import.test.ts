// An import while a service writes, which only PostgreSQL allows.
import { expect, it } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aFile, anExport, anItem, runImport } from '../import/harness.ts';

const database = await openTestDatabase();
const { pool } = database;

const COMMENT = `
  WITH d AS (UPDATE discussion SET seq = seq + 1, last_number = last_number + 1, comment_count = comment_count + 1,
                    top_level_places = top_level_places + 1 RETURNING post_id, seq, last_number),
       c AS (INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version)
             SELECT gen_random_uuid(), post_id, last_number, ARRAY[last_number], 'Here', '<p>Here</p>', 1 FROM d
             RETURNING id, post_id)
  INSERT INTO event (post_id, seq, kind, comment_id, last_number)
  SELECT c.post_id, d.seq, 'COMMENT_ADDED', c.id, d.last_number FROM c, d`;

it('shares the numbers and the log of a discussion with comments written meanwhile', async () => {
  const exportOf = async (count: number) =>
    await aFile(anExport(anItem({ comments: Array.from({ length: count }, (_, at) => ({ id: at + 1, parent: at })) })));
  await runImport(database, { file: await exportOf(1) });
  const newer = await exportOf(400);

  const imported = runImport(database, { file: newer });
  for (let n = 0; n < 100; n += 1) await pool.query(COMMENT);
  await imported;

  const { rows } = await pool.query<{ number: number; seq: number }>(
    'SELECT c.number, e.seq FROM comment c JOIN event e ON e.comment_id = c.id ORDER BY e.seq',
  );
  expect(rows).toEqual(Array.from({ length: 500 }, (_, at) => ({ number: at + 1, seq: at + 2 })));
  expect(await findDifferences(pool)).toEqual([]);
});

it('refuses a second import at the same time', async () => {
  const file = await aFile(anExport(anItem({ id: 2 })));
  const blocker = await pool.connect();
  await blocker.query('BEGIN');
  await blocker.query(`INSERT INTO post (id, slug, title, excerpt, body, body_html, renderer_version, author_id)
                       SELECT gen_random_uuid(), 'a-post-2', '', '', '', '', 1, id FROM author LIMIT 1`);
  // It waits for the slug that an open transaction is taking.
  const first = runImport(database, { file });
  await untilItWaits();

  await expect(runImport(database, { file })).rejects.toThrow(/another import is running/);

  await blocker.query('COMMIT');
  blocker.release();
  expect((await first).taken.posts).toBe(1);
  expect((await pool.query(`SELECT FROM post WHERE slug = 'a-post-2-2'`)).rowCount).toBe(1);
});

async function untilItWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rowCount !== 0) return;
  }
}
