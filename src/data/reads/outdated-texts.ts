import type { Pool } from 'pg';
import { bool, text, uuid } from '../database/columns.ts';
import { nothing, readRows, sql, statement } from '../database/sql.ts';

/** A post or a comment whose HTML an older renderer made. */
export interface OutdatedText {
  readonly id: string;
  readonly isPost: boolean;
  readonly body: string;
}

const outdatedTexts = statement('outdatedTexts', { id: uuid, isPost: bool, body: text });

/** Some texts whose HTML is older than a version of the renderer; comments come first. */
export async function readOutdatedTexts(
  db: Pick<Pool, 'query'>,
  { version, limit }: { version: number; limit: number },
): Promise<OutdatedText[]> {
  return await readRows(
    db,
    outdatedTexts`
      (SELECT id, FALSE AS "isPost", body FROM comment WHERE renderer_version < ${version}
       ORDER BY renderer_version LIMIT ${limit})
      UNION ALL
      (SELECT id, TRUE AS "isPost", body FROM post WHERE renderer_version < ${version} AND body IS NOT NULL
       ORDER BY renderer_version LIMIT ${limit})
      LIMIT ${limit}`,
  );
}

/**
 * Records what a version of the renderer made of a text; `html` is null where the renderer refused it, and the older HTML stays.
 *
 * @returns false where the text was edited meanwhile or is gone.
 */
export async function replaceHtml(
  db: Pick<Pool, 'query'>,
  { text: { id, isPost, body }, version, html }: { text: OutdatedText; version: number; html: string | null },
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    UPDATE ${isPost ? sql`post` : sql`comment`}
    SET renderer_version = ${version} ${html === null ? nothing : sql`, body_html = ${html}`}
    WHERE id = ${id}::uuid AND body = ${body} AND renderer_version < ${version}`);
  return rowCount === 1;
}
