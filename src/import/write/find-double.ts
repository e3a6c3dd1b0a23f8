import type { Connection } from '../../data/database/transaction.ts';
import { excludingNull, int, text } from '../../data/database/columns.ts';
import { readRows, statement } from '../../data/database/sql.ts';
import type { PreparedExport } from '../prepared.ts';

/** A site whose posts are those of the files, under another name. */
interface Double {
  /** As `nameSource` made it. */
  readonly source: string;
  /** The posts that both have. */
  readonly posts: number;
}

const doubles = statement('doubles', { source: excludingNull(text), posts: int });

/**
 * The site that most of the posts were imported from before; null where there is none but their own. A site that moved to
 * another domain would come a second time.
 */
export async function findDouble(
  client: Connection,
  { source, signs }: Pick<PreparedExport, 'source' | 'signs'>,
): Promise<Double | null> {
  const format = source.slice(0, source.indexOf(':') + 1);
  const rows = await readRows(
    client,
    doubles`
      SELECT p.source, count(*)::int AS posts
      FROM unnest(${signs.map(({ externalId }) => externalId)}::text[],
                  ${signs.map(({ publishedAt }) => publishedAt)}::timestamptz[],
                  ${signs.map(({ slug }) => slug)}::text[]) AS s (external_id, published_at, slug)
        JOIN post p ON p.external_id = s.external_id AND p.published_at = s.published_at
          AND (p.slug = s.slug OR EXISTS (SELECT 1 FROM former_slug f WHERE f.slug = s.slug AND f.post_id = p.id))
      WHERE p.source <> ${source} AND starts_with(p.source, ${format})
      GROUP BY p.source ORDER BY count(*) DESC LIMIT 1`,
  );
  const found = rows[0];
  return found === undefined || found.posts * 2 <= signs.length ? null : found;
}
