import type { PoolClient } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { A_MODERATOR, aHeldComment, DECIDE, FLAG, moderate, mutate } from '../harness/moderation.ts';

const database = await openTestDatabase();
const { pool } = database;
const api = openTestApi(database);

beforeAll(async () => {
  const { id: postId } = await aPost(api);
  const held = async () => await aHeldComment(api, { postId, honeypot: 'x', body: crypto.randomUUID() });
  await held();
  await mutate(api, DECIDE, { input: { heldCommentId: await held(), approve: true }, as: A_MODERATOR });
  await mutate(api, DECIDE, { input: { heldCommentId: await held(), approve: false }, as: A_MODERATOR });
  for (const action of [null, 'HIDE', 'DISMISS_FLAGS', 'LOCK']) {
    const { id: commentId } = (await aComment(api, { postId })).comment;
    await mutate(api, FLAG, { input: { commentId, reason: 'SPAM' }, as: aVoice('a') });
    if (action !== null) await moderate(api, { commentId, action, reason: 'A reason.' });
  }
});

test('what moderation leaves adds up', async () => {
  expect(await findDifferences(pool)).toEqual([]);
});

test.each([
  ['UPDATE moderation_log SET seq = seq + 1', 'moderation_log.seq'],
  ['DELETE FROM queue_item WHERE resolved_seq IS NULL AND comment_id IS NOT NULL', 'queue_item (waiting)'],
  ['UPDATE queue_item SET resolved_seq = NULL WHERE resolved_seq IS NOT NULL', 'queue_item (waiting)'],
  ["UPDATE held_comment SET status = 'TURNED_DOWN' WHERE status = 'APPROVED'", 'held_comment.status (approved)'],
  ['UPDATE held_comment SET decision_id = NULL', 'held_comment.decision_id'],
  ['UPDATE flag SET resolved_at = NULL', 'flag (of a comment that is not shown)'],
  ["UPDATE discussion SET locked = '{999}'", 'discussion.locked'],
])('%s is found', async (damage, counter) => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(damage);
    const found = await findDifferences({ connect: () => Promise.resolve(aReader(client)) } as unknown as typeof pool);
    expect(found.map((difference) => difference.counter)).toContain(counter);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

/** The connection, whose transaction the reading must not end. */
function aReader(client: PoolClient): object {
  return {
    query: async (query: unknown, ...rest: unknown[]) =>
      typeof query === 'string' && /^(BEGIN|COMMIT)/.test(query) ? {} : await (client.query as (...given: unknown[]) => Promise<unknown>).call(client, query, ...rest),
    release: () => undefined,
  };
}
