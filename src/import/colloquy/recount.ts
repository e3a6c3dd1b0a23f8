// What is counted of rows is not in an archive: it is counted anew for the rows that were written, so that it is true whatever stood here.
import type { Connection } from '../../data/database/transaction.ts';
import { isShownComment } from '../../data/reads/visibility.ts';
import { readCells } from './cells.ts';

const shown = isShownComment.text;

/** The replies of some comments, and of those that they reply to. */
export async function recountReplies(client: Connection, ids: readonly string[]): Promise<void> {
  await client.query(
    `WITH written AS (
       SELECT id, post_id FROM comment WHERE id = ANY($1::uuid[])
       UNION SELECT parent_id, post_id FROM comment WHERE id = ANY($1::uuid[]) AND parent_id IS NOT NULL
     ), counted AS (
       SELECT w.id, (count(c.id) FILTER (WHERE ${shown}))::int AS shown, count(c.id)::int AS places
       FROM written w LEFT JOIN comment c ON c.post_id = w.post_id AND c.parent_id = w.id GROUP BY w.id
     )
     UPDATE comment t SET reply_count = n.shown, reply_places = n.places FROM counted n
     WHERE t.id = n.id AND (t.reply_count, t.reply_places) IS DISTINCT FROM (n.shown, n.places)`,
    [ids],
  );
}

/** The comments of some posts, and the last number that one of them has. Whoever writes there meanwhile waits. */
export async function recountDiscussions(client: Connection, postIds: readonly string[]): Promise<void> {
  await client.query('SELECT FROM discussion WHERE post_id = ANY($1::uuid[]) ORDER BY post_id FOR UPDATE', [postIds]);
  await client.query(
    `WITH counted AS (
       SELECT p.id, (count(c.id) FILTER (WHERE ${shown}))::int AS shown,
         (count(c.id) FILTER (WHERE c.parent_id IS NULL))::int AS top, coalesce(max(c.number), 0) AS last
       FROM unnest($1::uuid[]) AS p (id) LEFT JOIN comment c ON c.post_id = p.id GROUP BY p.id
     )
     UPDATE discussion d SET comment_count = n.shown, top_level_places = n.top, last_number = greatest(d.last_number, n.last)
     FROM counted n
     WHERE d.post_id = n.id
       AND (d.comment_count, d.top_level_places, d.last_number) IS DISTINCT FROM (n.shown, n.top, greatest(d.last_number, n.last))`,
    [postIds],
  );
}

/** What is counted of some comments. */
export interface Held {
  readonly shown: number;
  readonly top: number;
}

export const NOTHING_HELD: Held = { shown: 0, top: 0 };

/** Counts some comments, to find afterwards how many are new. */
export async function countHeld(client: Connection, ids: readonly string[]): Promise<Held> {
  const [[top, published] = []] = await readCells(client, {
    text: `SELECT count(*) FILTER (WHERE c.parent_id IS NULL), count(*) FILTER (WHERE ${shown}) FROM comment c WHERE c.id = ANY($1::uuid[])`,
    values: [ids],
  });
  return { top: Number(top), shown: Number(published) };
}

/** Counts on from what was counted of the same comments, which are all of one post: a long discussion is not counted with each piece of it. */
export async function countOn(
  client: Connection,
  { postId, ids, before }: { readonly postId: string; readonly ids: readonly string[]; readonly before: Held },
): Promise<void> {
  const now = await countHeld(client, ids);
  await client.query(
    `UPDATE discussion SET comment_count = comment_count + $2, top_level_places = top_level_places + $3,
       last_number = greatest(last_number, (SELECT max(number) FROM comment WHERE post_id = $1)) WHERE post_id = $1`,
    [postId, now.shown - before.shown, now.top - before.top],
  );
}

/** The reactions to some comments. */
export async function recountReactions(client: Connection, commentIds: readonly string[]): Promise<void> {
  await client.query(
    `INSERT INTO reaction_count AS t (comment_id, kind, count)
     SELECT k.comment_id, k.kind, count(r.id)::int
     FROM (
       SELECT comment_id, kind FROM reaction WHERE comment_id = ANY($1::uuid[])
       UNION SELECT comment_id, kind FROM reaction_count WHERE comment_id = ANY($1::uuid[])
     ) k LEFT JOIN reaction r ON r.comment_id = k.comment_id AND r.kind = k.kind
     GROUP BY k.comment_id, k.kind
     ON CONFLICT ON CONSTRAINT reaction_count_pkey DO UPDATE SET count = excluded.count + t.imported
     WHERE t.count <> excluded.count + t.imported`,
    [commentIds],
  );
  await client.query(
    `INSERT INTO comment_score AS t (comment_id, post_id, parent_id, number, score, version)
     SELECT c.id, c.post_id, c.parent_id, c.number, CASE WHEN ${shown} THEN sum(n.count) ELSE 0 END, d.version
     FROM comment c JOIN reaction_count n ON n.comment_id = c.id JOIN discussion d ON d.post_id = c.post_id
     WHERE c.id = ANY($1::uuid[]) GROUP BY c.id, d.version
     ON CONFLICT ON CONSTRAINT comment_score_pkey DO UPDATE SET score = excluded.score, version = excluded.version
     WHERE t.score <> excluded.score`,
    [commentIds],
  );
}
