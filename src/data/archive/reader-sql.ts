// What readers may see of a site, for files in the forms of other software: published posts, their comments, and who wrote them. Numbers
// stand for IDs. They follow from what an import keeps, with times in seconds as those forms have them: equal sites have equal numbers.
import type { PoolClient } from 'pg';
import { isListedPost, isShownComment } from '../reads/visibility.ts';

/** What a form has room for. */
export interface ReaderSelection {
  /** The address of the post `p`, as SQL: it is in the row, and orders posts of one second. */
  readonly address: string;
  /** A condition on the post `p`. */
  readonly where: string;
  /** Whether a withdrawn comment is there also where nothing published is below it. */
  readonly hasWithdrawn: boolean;
}

/** The address of the post `p`, as SQL. @param template that of the service's own, with `{slug}` in it. A slug is the same in an address. */
export function addressOfPost(client: PoolClient, template: string): string {
  return `coalesce(p.page_url, replace(${client.escapeLiteral(template)}, '{slug}', p.slug))`;
}

const isShown = isShownComment.text;
const isRead = (where: string) => `${isListedPost.text} AND ${where}`;

function writers(where: string): string {
  return `SELECT a.id, a.handle, a.display_name, row_number() OVER (ORDER BY a.handle COLLATE "C") AS number FROM author a
    WHERE EXISTS (SELECT FROM post p WHERE p.author_id = a.id AND ${isRead(where)})
    OR EXISTS (SELECT FROM comment c JOIN post p ON p.id = c.post_id
      WHERE c.author_id = a.id AND ${isShown} AND ${isRead(where)})`;
}

/** How many posts with comments a selection leaves out. */
export async function countLeftOut(client: PoolClient, { where }: ReaderSelection): Promise<number> {
  const text = `SELECT count(*) FROM post p
    WHERE ${isListedPost.text} AND NOT (${where}) AND EXISTS (SELECT FROM comment c WHERE c.post_id = p.id AND ${isShown})`;
  const { rows }: { rows: unknown[][] } = await client.query({ text, rowMode: 'array' });
  return Number(rows[0]?.[0]);
}

/** The accounts that wrote something of it. */
export function selectWriters({ where }: ReaderSelection): string {
  return `SELECT row_to_json(r)::text AS line FROM (
    SELECT number, handle, display_name AS name FROM (${writers(where)}) w ORDER BY number) r`;
}

/** The tags of its posts. */
export function selectUsedTags({ where }: ReaderSelection): string {
  return `SELECT row_to_json(r)::text AS line FROM (
    SELECT row_number() OVER (ORDER BY t.slug COLLATE "C") AS number, t.slug, t.label FROM tag t
    WHERE EXISTS (SELECT FROM post_tag l JOIN post p ON p.id = l.post_id WHERE l.tag_id = t.id AND ${isRead(where)})
    ORDER BY number) r`;
}

/** Whether something published is below the comment `c`: its range of paths is asked, which costs the few that are not shown themselves little. */
const HAS_SHOWN_BELOW = `EXISTS (SELECT FROM comment b WHERE b.post_id = c.post_id AND ${isShown.replaceAll('c.', 'b.')}
  AND b.path > c.path AND b.path < c.path[:cardinality(c.path) - 1] || (c.number + 1))`;

/**
 * The posts by their times, each followed by its comments: a reply stands after what it replies to. Memory is flat, in the database too: it
 * numbers and sorts narrow rows, on its disk where there are many, and reads texts one by one, as they are fetched.
 */
export function selectPostsWithComments({ address, where, hasWithdrawn }: ReaderSelection): string {
  // A key that is null can be parted from no other one by a join, and so would be kept in memory with all its like: none is.
  return `WITH writer AS MATERIALIZED (SELECT id, number FROM (${writers(where)}) a),
    placed AS MATERIALIZED (
      SELECT p.id, row_number() OVER (ORDER BY date_trunc('second', p.published_at), ${address} COLLATE "C") AS number
      FROM post p WHERE ${isRead(where)}),
    said AS MATERIALIZED (
      SELECT c.id, c.parent_id, c.author_id, p.number AS post_number, row_number() OVER (ORDER BY p.number, (
        SELECT max(date_trunc('second', a.created_at)) FROM comment a WHERE a.post_id = c.post_id AND a.number = ANY (c.path)
      ), c.number) AS number
      FROM comment c JOIN placed p ON p.id = c.post_id
      WHERE c.number IS NOT NULL${hasWithdrawn ? '' : ` AND (${isShown} OR ${HAS_SHOWN_BELOW})`})
    SELECT CASE r.number WHEN 0 THEN (${postLine(address)}) ELSE (${COMMENT_LINE}) END AS line FROM (
      SELECT id, number AS post_number, 0 AS number, NULL::bigint AS parent, NULL::bigint AS writer FROM placed
      UNION ALL
      SELECT s.id, s.post_number, s.number, o.number, w.number
      FROM said s LEFT JOIN said o ON o.id = coalesce(s.parent_id, s.id) AND s.parent_id IS NOT NULL
        LEFT JOIN writer w ON w.id = coalesce(s.author_id, s.id)
      ORDER BY post_number, number
    ) r`;
}

const asTime = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')`;

function postLine(address: string): string {
  return `SELECT json_build_object(
      'type', 'post', 'number', r.post_number, 'slug', p.slug, 'title', p.title, 'excerpt', p.excerpt, 'html', p.body_html,
      'address', ${address}, 'login', (SELECT a.handle FROM author a WHERE a.id = p.author_id),
      'publishedAt', ${asTime('p.published_at')}, 'updatedAt', ${asTime('p.updated_at')}, 'isOpen', d.is_open,
      'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'label', t.label) ORDER BY g.place), '[]')
        FROM post_tag g JOIN tag t ON t.id = g.tag_id WHERE g.post_id = p.id))::text
    FROM post p JOIN discussion d ON d.post_id = p.id WHERE p.id = r.id`;
}

const COMMENT_LINE = `SELECT json_build_object(
    'type', 'comment', 'number', r.number, 'postNumber', r.post_number, 'parent', r.parent,
    'isShown', ${isShown}, 'createdAt', ${asTime('c.created_at')},
    'subject', CASE WHEN ${isShown} THEN c.subject END,
    'html', CASE WHEN ${isShown} THEN c.body_html ELSE '' END,
    'guestName', CASE WHEN ${isShown} THEN c.guest_name END,
    'author', CASE WHEN ${isShown} THEN (
      SELECT json_build_object('number', r.writer, 'login', a.handle, 'name', a.display_name) FROM author a WHERE a.id = c.author_id) END)::text
  FROM comment c WHERE c.id = r.id`;
