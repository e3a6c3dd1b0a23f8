import { int } from '../database/columns.ts';
import { readRowsIn, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

const openedPage = statement('openedPage', { seq: int });

/** A post that points at a page. */
interface NewPage {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly url: string;
  readonly key: string;
  readonly rendererVersion: number;
  /** The author row of whoever opens it; null for a guest. */
  readonly actorId: string | null;
  readonly now: Date;
}

/**
 * Writes a post that points at a page, its discussion, and the event that it is published.
 *
 * @returns false, and nothing is written, where the page has a post already, or another post has the slug. Where one of the two is being
 *   written it waits for that.
 */
export async function openPage(tx: Transaction, page: NewPage): Promise<boolean> {
  const [row] = await readRowsIn(
    tx,
    openedPage`
      WITH opened AS (
        INSERT INTO post (id, slug, title, excerpt, renderer_version, page_url, page_key, is_listed, published_at, created_at, updated_at)
        VALUES (${page.id}::uuid, ${page.slug}, ${page.title}, '', ${page.rendererVersion}::int, ${page.url}, ${page.key}, false,
          ${page.now}::timestamptz, ${page.now}::timestamptz, ${page.now}::timestamptz)
        ON CONFLICT DO NOTHING RETURNING id
      ), discussed AS (
        INSERT INTO discussion (post_id, seq) SELECT id, 1 FROM opened
      )
      INSERT INTO event (post_id, seq, kind, actor_id, occurred_at, last_number)
      SELECT id, 1, 'POST_PUBLISHED', ${page.actorId}::uuid, ${page.now}::timestamptz, 0 FROM opened
      RETURNING seq`,
  );
  return row !== undefined;
}
