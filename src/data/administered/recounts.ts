// What must hold between the tables of moderation, recounted from their rows.
import { int, text, uuid } from '../database/columns.ts';
import { statement } from '../database/sql.ts';
import { isShownComment } from '../reads/visibility.ts';

const columns = { counter: text, id: uuid, stored: int, counted: int };

/** The log of the queue has no hole; items wait exactly where something is held or flagged; what was decided says so. */
export const ofModeration = statement('moderationDifferences', columns)`
  WITH waiting_flags AS (
    SELECT f.comment_id AS id, count(*)::int AS flags FROM flag f WHERE f.resolved_at IS NULL GROUP BY f.comment_id
  ), waiting AS (
    SELECT coalesce(q.comment_id, q.held_comment_id) AS id, count(*)::int AS items FROM queue_item q
    WHERE q.resolved_seq IS NULL GROUP BY 1
  ), expected AS (
    SELECT id FROM waiting_flags UNION SELECT h.id FROM held_comment h WHERE h.decided_at IS NULL
  )
  SELECT x.counter, x.id, x.stored, x.counted FROM (
    SELECT 'moderation_log.seq' AS counter, '00000000-0000-0000-0000-000000000001'::uuid AS id, l.seq AS stored,
      (SELECT count(*)::int FROM moderation_event e WHERE e.seq <= l.seq) AS counted
    FROM moderation_log l
    UNION ALL
    SELECT 'queue_item (waiting)', coalesce(w.id, e.id), coalesce(w.items, 0), (e.id IS NOT NULL)::int
    FROM waiting w FULL JOIN expected e ON e.id = w.id
    UNION ALL
    SELECT 'flag (of a comment that is not shown)', c.id, f.flags, 0
    FROM waiting_flags f JOIN comment c ON c.id = f.id WHERE NOT ${isShownComment}
    UNION ALL
    SELECT 'held_comment.status (approved)', h.id, (h.status = 'APPROVED')::int, count(c.id)::int
    FROM held_comment h LEFT JOIN comment c ON c.id = h.id AND c.number IS NOT NULL GROUP BY h.id, h.status
    UNION ALL
    SELECT 'held_comment.decision_id', h.id, (h.decision_id IS NOT NULL)::int, (h.decided_at IS NOT NULL)::int FROM held_comment h
    UNION ALL
    SELECT 'discussion.locked', d.post_id, cardinality(d.locked), (
      SELECT count(*)::int FROM comment c WHERE c.post_id = d.post_id AND c.number = ANY(d.locked))
    FROM discussion d WHERE d.locked <> '{}'
  ) x WHERE x.stored <> x.counted ORDER BY x.counter, x.id`;
