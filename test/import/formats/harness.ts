import { findDifferences } from '../../../src/data/reads/tallies.ts';
import type { Database } from '../../../src/data/database/database.ts';
import { chooseFormat } from '../../../src/app/transfers/import-formats.ts';
import type { ImportOptions, ImportReport } from '../../../src/import/import-files.ts';
import { findGaps } from '../../../src/import/report/find-gaps.ts';
import { aFile, runImport } from '../harness.ts';

interface Options extends Partial<ImportOptions> {
  /** The contents of the files. */
  readonly of: string | Uint8Array | readonly (string | Uint8Array)[];
  readonly format?: string;
  /** Their names. */
  readonly names?: readonly string[];
}

/** Imports files of any format, as the command does. */
export async function importContents(
  database: Database,
  { of, format, names = [], ...options }: Options,
): Promise<ImportReport> {
  const contents = typeof of === 'string' || of instanceof Uint8Array ? [of] : of;
  const file = await Promise.all(contents.map((content, at) => aFile(content, names[at])));
  const { prepare } = await chooseFormat(file[0] ?? '', format ?? null);
  return await runImport(database, { file, prepare, voteKind: 'insightful', ...options });
}

/** What an import says: how many of each were read, taken, present and skipped, and why. */
export function summarise({ read, taken, present, skipped, notes }: ImportReport): Record<string, unknown> {
  return {
    ...{ read, taken, present },
    skipped: Object.fromEntries(skipped.map(({ kind, reason, count }) => [`${kind}: ${reason}`, count])),
    notes: Object.fromEntries(notes.map(({ note, count }) => [note, count])),
  };
}

/** What must hold after any import. */
export async function findUntold({ pool }: Database, report: ImportReport): Promise<unknown[]> {
  return [...findGaps(report), ...(await findDifferences(pool))];
}

/** The pages of a site that are stored, each with its comments in the view by time. */
export async function readPages({ pool }: Database, site: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query<{ page: Record<string, unknown> }>(
    `
    SELECT jsonb_build_object('page', p.page_key, 'slug', p.slug, 'title', p.title, 'isOpen', d.is_open, 'isListed', p.is_listed,
      'comments', (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'path', c.path, 'by', coalesce('@' || a.handle, c.guest_name), 'at', c.created_at AT TIME ZONE 'UTC', 'body', c.body,
          'status', c.status, 'votes', (SELECT sum(n.count) FROM reaction_count n WHERE n.comment_id = c.id)) ORDER BY c.number), '[]')
        FROM comment c LEFT JOIN author a ON a.id = c.author_id WHERE c.post_id = p.id)) AS page
    FROM post p JOIN discussion d ON d.post_id = p.id WHERE starts_with(p.page_key, $1) ORDER BY p.page_key`,
    [site],
  );
  return rows.map(({ page }) => page);
}
