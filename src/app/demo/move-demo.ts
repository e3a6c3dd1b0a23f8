import type { Pool, PoolClient } from 'pg';
import { text } from '../../data/database/columns.ts';
import { readRows, statement } from '../../data/database/sql.ts';
import { inPoolTransaction } from '../../data/database/transaction.ts';
import { MODEL_POST } from './demo-content.ts';

/** When the demo in the template ends. No service starts that early, which tells a copy of the template from any other demo. */
export const TEMPLATE_TIME = new Date('2000-01-01T00:00:00.000Z');

const demoMoves = statement('demoMoves', { move: text });

// Times after the demo's end were noted by the database when the template was made: they become the time of the copy.
const writeMoves = demoMoves`
  SELECT format('UPDATE %I SET %s', relname, string_agg(
    format('%1$I = CASE WHEN %1$I > $1 THEN now() ELSE %1$I + make_interval(secs => $2) END', attname), ', ')) AS "move"
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'
    AND atttypid = 'timestamptz'::regtype AND NOT attisdropped
  GROUP BY relname`;

/**
 * Moves the demo of a fresh copy of the template to the days before `now`, as if it had been written then.
 *
 * @returns false where the database is no such copy, and nothing was moved.
 */
export async function moveDemo(pool: Pool, { now }: { now: Date }): Promise<boolean> {
  return await inPoolTransaction(pool, async (client) => {
    if (!(await isFreshCopy(client))) return false;

    const seconds = Math.floor(now.getTime() / 1_000) - TEMPLATE_TIME.getTime() / 1_000;
    // The audit log refuses every change; here it moves with what it tells of.
    await client.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_only_grows');
    for (const { move } of await readRows(client, writeMoves)) await client.query(move, [TEMPLATE_TIME, seconds]);
    await client.query('ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_only_grows');
    return true;
  });
}

async function isFreshCopy(client: PoolClient): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM post WHERE slug = $1 AND published_at < $2', [
    MODEL_POST.slug,
    TEMPLATE_TIME,
  ]);
  return rowCount === 1;
}
