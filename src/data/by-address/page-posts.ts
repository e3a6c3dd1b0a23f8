import type { Pool } from 'pg';
import { NOBODY, type Identity } from '../../session/session.ts';
import { int } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import { byShape } from '../reads/by-shape.ts';
import { joinDetails, nameColumns, selectedColumns, selectPost, toPostRow } from '../reads/post-rows.ts';
import type { PostColumns, PostRow } from '../reads/post-rows.ts';
import { isVisiblePost } from '../reads/visibility.ts';
import { SharedReads } from '../shared/shared-reads.ts';

/** What the address of a page is found by. */
export interface PageKey {
  /** What all spellings of the address have in common. */
  readonly key: string;
  /** The slug of the post whose own address it is; null where it cannot be one. */
  readonly slug: string | null;
}

interface PageQuery {
  readonly page: PageKey;
  readonly columns: PostColumns;
}

/** Each address as `k`, with its number in the list as `ordinal`, and its post as `p`: the one that points at it, or else its own. */
export function fromPages(pages: readonly PageKey[], identity: Identity): Sql {
  return sql`unnest(${pages.map(({ key }) => key)}::text[], ${pages.map(({ slug }) => slug)}::text[])
      WITH ORDINALITY AS k (key, slug, ordinal)
    CROSS JOIN LATERAL (
      SELECT p.* FROM post p
      WHERE (p.page_key = k.key OR (p.slug = k.slug AND p.page_key IS NULL)) AND ${isVisiblePost(identity)}
      ORDER BY p.page_key IS NULL LIMIT 1
    ) p`;
}

/** The post of an address; null where there is none, or the viewer may not see it. */
export async function readPagePost(
  pool: Pool,
  { page, columns, identity }: PageQuery & { readonly identity: Identity },
): Promise<PostRow | null> {
  const [post = null] = await readPagePosts(pool, { pages: [page], columns, identity });
  return post;
}

async function readPagePosts(
  pool: Pool,
  { pages, columns, identity }: { pages: readonly PageKey[]; columns: PostColumns; identity: Identity },
): Promise<(PostRow | null)[]> {
  const pagePosts = statement('pagePosts', { ordinal: int, ...selectedColumns(columns) });
  const rows = await readRows(
    pool,
    pagePosts`SELECT k.ordinal::int AS ordinal, ${selectPost(columns)} FROM ${fromPages(pages, identity)} ${joinDetails(columns)}`,
  );
  const posts = new Map(rows.map((row) => [row.ordinal, toPostRow(row)]));
  return pages.map((_, place) => posts.get(place + 1) ?? null);
}

/** Posts by the addresses of their pages, for the many who may see what everybody may: as `PublicPosts` reads them by their slugs. */
export class PublicPages {
  readonly #reads: SharedReads<PageQuery, PostRow | null>;

  constructor(pool: Pool) {
    const read = byShape(
      ({ columns }: PageQuery) => nameColumns(columns),
      async (queries: readonly [PageQuery, ...PageQuery[]]) => {
        const [{ columns }] = queries;
        return await readPagePosts(pool, { pages: queries.map(({ page }) => page), columns, identity: NOBODY });
      },
    );
    this.#reads = new SharedReads(read, { atOnce: 2 });
  }

  /** @returns null where there is no such post, or not everybody may see it. */
  async read(query: PageQuery): Promise<PostRow | null> {
    return await this.#reads.load(query);
  }
}
