import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { moveSite } from '../../src/domain/by-address/move-site.ts';
import { readSiteMove } from '../../src/domain/by-address/moved-address.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';

const { pool, ...database } = await openTestDatabase();
const api = openTestApi({ pool, ...database });

const INSERT = `INSERT INTO post (id, slug, title, excerpt, renderer_version, page_url, page_key)
  VALUES (gen_random_uuid(), $1, 'A page', '', 1, 'https://' || $2::text, $2)`;

test('a page that is opened at a new address while the site moves there is found out, and the others move', async () => {
  for (const path of ['a', 'b', 'c']) await pool.query(INSERT, [path, `old.example/${path}`]);
  const other = await pool.connect();
  await other.query('BEGIN');
  await other.query(INSERT, ['meanwhile', 'new.example/b']);

  const moving = move();
  while (!(await isSomebodyWaiting())) await setTimeout(10);
  await other.query('COMMIT');
  other.release();

  expect(await moving).toEqual({
    'https://old.example/a': 'https://new.example/a',
    'https://old.example/b': 'https://new.example/b has the post "meanwhile" already',
    'https://old.example/c': 'https://new.example/c',
  });
});

async function move(): Promise<Record<string, string | null>> {
  const site = readSiteMove({ from: 'https://old.example', to: 'https://new.example' });
  const outcomes: [string, string | null][] = [];
  for await (const { url, to, refusal } of moveSite(api.services, { ...site, isDryRun: false }))
    outcomes.push([url, to ?? refusal]);
  return Object.fromEntries(outcomes);
}

async function isSomebodyWaiting(): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount !== null && rowCount > 0;
}
