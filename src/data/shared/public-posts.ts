import type { Pool } from 'pg';
import { NOBODY } from '../../session/session.ts';
import { readRows, statement, Templates } from '../database/sql.ts';
import { byShape } from '../reads/by-shape.ts';
import { joinDetails, nameColumns, selectedColumns, selectPost, toPostRow, type PostColumns, type PostRow } from '../reads/post-rows.ts';
import { isVisiblePost } from '../reads/visibility.ts';
import { SharedReads } from './shared-reads.ts';

interface PostQuery {
  readonly slug: string;
  readonly columns: PostColumns;
}

type Columns = ReturnType<typeof selectedColumns>;

const publicPosts = new Templates<readonly [PostQuery, ...PostQuery[]], Columns>(([{ columns }]) => {
  const postsOfSlugs = statement('publicPosts', selectedColumns(columns));
  return postsOfSlugs`
    SELECT ${selectPost(columns)} FROM post p ${joinDetails(columns)}
    WHERE p.slug = ANY(${(queries: readonly PostQuery[]) => queries.map(({ slug }) => slug)}::text[]) AND ${isVisiblePost(NOBODY)}`;
});

/** Posts by their slugs, for the many who may see what everybody may: one statement reads for those who ask at the same time. */
export class PublicPosts {
  readonly #reads: SharedReads<PostQuery, PostRow | null>;

  constructor(pool: Pool) {
    const read = byShape(shapeOf, async (queries: readonly [PostQuery, ...PostQuery[]]) => await readPosts(pool, queries));
    this.#reads = new SharedReads(read, { atOnce: 2 });
  }

  /** @returns null where there is no such post, or not everybody may see it. */
  async read(query: PostQuery): Promise<PostRow | null> {
    return await this.#reads.load(query);
  }
}

function shapeOf({ columns }: PostQuery): string {
  return nameColumns(columns);
}

async function readPosts(
  pool: Pool,
  queries: readonly [PostQuery, ...PostQuery[]],
): Promise<(PostRow | null)[]> {
  const rows = await readRows(pool, publicPosts.fill(shapeOf(queries[0]), queries));
  const posts = new Map(rows.map((row) => [row.slug, toPostRow(row)]));
  return queries.map(({ slug }) => posts.get(slug) ?? null);
}
