import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aPost, tryComment } from '../harness/fixtures.ts';

const { pool, ...database } = await openTestDatabase();
const api = openTestApi({ pool, ...database });

test('a comment that waited while its post was unpublished is refused', async () => {
  const { id: postId } = await aPost(api);
  const row = Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
  const other = await pool.connect();
  await other.query('BEGIN');
  await other.query('SELECT 1 FROM discussion WHERE post_id = $1 FOR UPDATE', [row]);

  const answer = tryComment(api, { postId });
  while (!(await isSomebodyWaiting())) await setTimeout(10);
  await other.query('UPDATE post SET published_at = NULL WHERE id = $1', [row]);
  await other.query('COMMIT');
  other.release();

  expect(await answer).toMatchObject({ __typename: 'NotFoundError' });
});

async function isSomebodyWaiting(): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount !== null && rowCount > 0;
}
