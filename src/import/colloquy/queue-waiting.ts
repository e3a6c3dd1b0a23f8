import type { Connection } from '../../data/database/transaction.ts';

// What is held and not decided, and what is flagged and not answered.
const WANTED = `
  SELECT h.post_id, NULL::uuid AS comment_id, h.id AS held_comment_id, h.created_at AS since FROM held_comment h WHERE h.decided_at IS NULL
  UNION ALL
  SELECT c.post_id, c.id, NULL, min(f.created_at) FROM flag f JOIN comment c ON c.id = f.comment_id WHERE f.resolved_at IS NULL
  GROUP BY c.id`;

const isSame =
  'q.resolved_seq IS NULL AND coalesce(q.held_comment_id, q.comment_id) = coalesce(w.held_comment_id, w.comment_id)';

/** Brings the moderators' queue in line with what was imported, where the queue has a log of its own. */
export async function queueWaiting(client: Connection): Promise<void> {
  await client.query('SELECT FROM moderation_log FOR UPDATE');
  await client.query(`
    WITH wanted AS (${WANTED}), coming AS (
      SELECT w.*, (SELECT seq FROM moderation_log) + row_number() OVER (ORDER BY since, coalesce(held_comment_id, comment_id)) AS seq
      FROM wanted w WHERE NOT EXISTS (SELECT FROM queue_item q WHERE ${isSame})
    ), moved AS (
      UPDATE moderation_log SET seq = seq + (SELECT count(*) FROM coming) WHERE EXISTS (SELECT FROM coming)
    ), told AS (
      INSERT INTO moderation_event (seq, kind, comment_id, held_comment_id, occurred_at)
      SELECT seq, CASE WHEN comment_id IS NULL THEN 'COMMENT_HELD' ELSE 'COMMENT_FLAGGED' END::moderation_event_kind,
        comment_id, held_comment_id, since FROM coming
    )
    INSERT INTO queue_item (seq, post_id, comment_id, held_comment_id) SELECT seq, post_id, comment_id, held_comment_id FROM coming`);
  await client.query(`
    WITH wanted AS (${WANTED}), going AS (
      SELECT q.*, (SELECT seq FROM moderation_log) + row_number() OVER (ORDER BY q.seq) AS end_seq
      FROM queue_item q WHERE q.resolved_seq IS NULL AND NOT EXISTS (SELECT FROM wanted w WHERE ${isSame})
    ), moved AS (
      UPDATE moderation_log SET seq = seq + (SELECT count(*) FROM going) WHERE EXISTS (SELECT FROM going)
    ), told AS (
      INSERT INTO moderation_event (seq, kind, comment_id, held_comment_id, occurred_at)
      SELECT end_seq, 'ITEM_RESOLVED', comment_id, held_comment_id, now() FROM going
    )
    UPDATE queue_item q SET resolved_seq = g.end_seq FROM going g WHERE q.seq = g.seq`);
}
