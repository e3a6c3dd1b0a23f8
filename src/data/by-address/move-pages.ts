import type { Pool } from 'pg';
import { excludingNull, text, uuid } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import { inStatement } from '../database/transaction.ts';
import type { PageKey } from './page-posts.ts';

/** A post that points at a page. */
export interface PageOfPost {
  readonly id: string;
  readonly url: string;
  readonly key: string;
}

/** The address that a page is to have. */
export interface PageMove {
  readonly page: PageOfPost;
  readonly url: string;
  readonly key: PageKey;
}

const pagesUnder = statement('pagesUnder', { id: uuid, url: excludingNull(text), key: excludingNull(text) });
const takenPages = statement('takenPages', { id: uuid, slug: text });
const movedPages = statement('movedPages', { id: uuid });

/** Pages whose address is `key` or below it, in the order of their posts' ids: so a page is met once, wherever it moves to. */
export async function readPagesUnder(
  pool: Pool,
  { key, after, limit }: { key: string; after: string; limit: number },
): Promise<PageOfPost[]> {
  return await readRows(
    pool,
    pagesUnder`
      SELECT id, page_url AS url, page_key AS key FROM post
      WHERE id > ${after}::uuid
        AND (page_key = ${key} OR starts_with(page_key, ${`${key}/`}) OR starts_with(page_key, ${`${key}?`}))
      ORDER BY id LIMIT ${limit}`,
  );
}

/** The slugs of the posts that have an address already that another page is to have, by the id of that page's post. */
export async function readTakenPages(pool: Pool, moves: readonly PageMove[]): Promise<ReadonlyMap<string, string>> {
  const rows = await readRows(pool, takenPages`SELECT m.id, o.slug FROM ${asTable(moves)} JOIN post o ON ${isTaken}`);
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}

/**
 * Gives pages their new addresses, in one statement: all of them, but those that another post has, or that are no longer what they were.
 *
 * @returns the ids of the posts that were changed.
 */
export async function movePages(pool: Pool, moves: readonly PageMove[]): Promise<ReadonlySet<string>> {
  const rows = await inStatement(
    pool,
    async (connection) =>
      await readRows(
        connection,
        movedPages`
          UPDATE post p SET page_url = m.url, page_key = m.key FROM ${asTable(moves)}
          WHERE p.id = m.id AND p.page_url = m.old AND NOT EXISTS (SELECT FROM post o WHERE ${isTaken})
          RETURNING p.id`,
      ),
  );
  return new Set(rows.map(({ id }) => id));
}

/** As {@link PageKey} finds a page, so that no page hides a post of the service's own behind its address. */
const isTaken = sql`o.id <> m.id AND (o.page_key = m.key OR (o.slug = m.slug AND o.page_key IS NULL))`;

function asTable(moves: readonly PageMove[]) {
  const column = (read: (move: PageMove) => string | null) => moves.map(read);
  return sql`unnest(${column(({ page }) => page.id)}::uuid[], ${column(({ page }) => page.url)}::text[],
      ${column(({ url }) => url)}::text[], ${column(({ key }) => key.key)}::text[], ${column(({ key }) => key.slug)}::text[])
    AS m (id, old, url, key, slug)`;
}
