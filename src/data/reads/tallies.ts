import type { Pool } from 'pg';
import { ofModeration } from '../administered/recounts.ts';
import { int, text, uuid } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';
import { isShownComment } from './visibility.ts';

/** A counter that differs from the rows that it counts. */
export interface Difference {
  /** The table and the column. */
  readonly counter: string;
  /** The row: a post or a comment. */
  readonly id: string;
  readonly stored: number;
  readonly counted: number;
}

/**
 * Recounts every counter from the rows it stands for: the counters of discussions, those of comments, and the paths,
 * which must be the parent's path and the comment's own number. The counts of reactions are those of their rows, with what was imported as a number, and the score of a
 * comment is their sum, at a version that its discussion has had. A log ends where its discussion says, has no hole in
 * what is kept of it, and its positions rise; and so on for what moderators work with. One statement each, bounded by the size of the tables.
 */
export async function findDifferences(pool: Pool): Promise<Difference[]> {
  const client = await pool.connect();
  try {
    // No time limit: it reads whole tables.
    await client.query('BEGIN READ ONLY; SET LOCAL statement_timeout = 0');
    const found: Difference[] = [];
    for (const recount of [ofDiscussions, ofPositions, ofComments, ofReactions, ofModeration]) found.push(...(await readRows(client, recount)));
    return found;
  } finally {
    await client.query('COMMIT');
    client.release();
  }
}

const differenceColumns = { counter: text, id: uuid, stored: int, counted: int };

const ofDiscussions = statement('discussionDifferences', differenceColumns)`
  WITH counted AS (
    SELECT d.post_id,
      (SELECT coalesce(max(e.seq), 0) FROM event e WHERE e.post_id = d.post_id)::int AS seq,
      kept.events,
      count(c.number)::int AS places,
      coalesce(max(c.number), 0)::int AS last_number,
      (count(*) FILTER (WHERE c.number IS NOT NULL AND ${isShownComment}))::int AS comment_count,
      (count(*) FILTER (WHERE c.number IS NOT NULL AND c.parent_id IS NULL))::int AS top_level_places
    FROM discussion d LEFT JOIN comment c ON c.post_id = d.post_id
    CROSS JOIN LATERAL (
      SELECT (count(e.seq) + CASE WHEN dropped_position > 0 THEN coalesce(min(e.seq) - 1, 0) ELSE 0 END)::int AS events
      FROM site_log LEFT JOIN event e ON e.post_id = d.post_id GROUP BY dropped_position
    ) kept
    GROUP BY d.post_id, kept.events
  )
  SELECT x.counter, d.post_id AS id, x.stored, x.counted
  FROM discussion d JOIN counted n ON n.post_id = d.post_id
  CROSS JOIN LATERAL (VALUES
    ('discussion.seq', d.seq, n.seq),
    ('discussion.seq (events)', d.seq, n.events),
    ('discussion.last_number', d.last_number, n.last_number),
    ('discussion.last_number (places)', d.last_number, n.places),
    ('discussion.comment_count', d.comment_count, n.comment_count),
    ('discussion.top_level_places', d.top_level_places, n.top_level_places)
  ) AS x (counter, stored, counted)
  WHERE x.stored <> x.counted ORDER BY d.post_id, x.counter`;

// Events without a position are the end of the log.
const ofPositions = statement('positionDifferences', differenceColumns)`
  SELECT 'event.position (out of order)' AS counter, post_id AS id, count(*)::int AS stored, 0 AS counted
  FROM (
    SELECT post_id, position, lag(position) OVER log AS before, row_number() OVER log AS place FROM event
    WINDOW log AS (PARTITION BY post_id ORDER BY seq)
  ) e
  WHERE (place > 1 AND position IS NOT NULL AND (before IS NULL OR before > position))
    OR position > (SELECT last_position FROM site_log)
  GROUP BY post_id ORDER BY post_id`;

const ofComments = statement('commentDifferences', differenceColumns)`
  WITH counted AS (
    SELECT c.parent_id,
      (count(*) FILTER (WHERE ${isShownComment}))::int AS reply_count,
      count(*)::int AS reply_places
    FROM comment c WHERE c.parent_id IS NOT NULL AND c.number IS NOT NULL
    GROUP BY c.parent_id
  )
  SELECT x.counter, c.id, x.stored, x.counted
  FROM comment c
  LEFT JOIN counted n ON n.parent_id = c.id
  LEFT JOIN comment parent ON parent.id = c.parent_id
  CROSS JOIN LATERAL (VALUES
    ('comment.reply_count', c.reply_count, coalesce(n.reply_count, 0)),
    ('comment.reply_places', c.reply_places, coalesce(n.reply_places, 0)),
    ('comment.path', (c.path = coalesce(parent.path, '{}') || c.number)::int, 1)
  ) AS x (counter, stored, counted)
  WHERE c.number IS NOT NULL AND x.stored <> x.counted ORDER BY c.id, x.counter`;

const ofReactions = statement('reactionDifferences', differenceColumns)`
  WITH given AS (
    SELECT comment_id, kind, sum(given)::int AS count FROM (
      SELECT r.comment_id, r.kind, 1 AS given FROM reaction r
      UNION ALL
      SELECT n.comment_id, n.kind, n.imported FROM reaction_count n WHERE n.imported > 0
    ) every GROUP BY comment_id, kind
  ), shown AS (
    SELECT c.id, c.post_id, coalesce(sum(g.count) FILTER (WHERE ${isShownComment}), 0)::int AS score
    FROM comment c JOIN given g ON g.comment_id = c.id GROUP BY c.id
  )
  SELECT 'reaction_count.count (' || coalesce(n.kind, g.kind) || ')' AS counter, coalesce(n.comment_id, g.comment_id) AS id,
    coalesce(n.count, 0) AS stored, coalesce(g.count, 0) AS counted
  FROM reaction_count n FULL JOIN given g ON g.comment_id = n.comment_id AND g.kind = n.kind
  WHERE coalesce(n.count, 0) <> coalesce(g.count, 0)
  UNION ALL
  SELECT 'comment_score.score', coalesce(s.comment_id, c.id), coalesce(s.score, 0), coalesce(c.score, 0)
  FROM comment_score s FULL JOIN shown c ON c.id = s.comment_id
  WHERE coalesce(s.score, 0) <> coalesce(c.score, 0)
  UNION ALL
  SELECT 'discussion.version', d.post_id, d.version, max(s.version)
  FROM comment_score s JOIN discussion d ON d.post_id = s.post_id
  GROUP BY d.post_id, d.version HAVING max(s.version) > d.version
  ORDER BY id, counter`;
