import type { Pool } from 'pg';
import type { CommentStatus } from '../../generated/prisma/enums.ts';
import { slicePage, type Page, type Slice } from '../../relay/page.ts';
import { int } from '../database/columns.ts';
import { nothing, readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import { readComments } from '../reads/comment-rows.ts';
import type { CommentRow } from '../reads/comment-rows.ts';
import { hasStatus } from '../reads/visibility.ts';

interface CommentFilter {
  /** Found anywhere in the text or the subject, whatever its case. */
  readonly text: string | null;
  /** A comment, the others of whose writer are found. */
  readonly writer: Pick<CommentRow, 'authorId' | 'voiceHash' | 'id'> | null;
  readonly postId: string | null;
  readonly status: CommentStatus | null;
  readonly since: Date;
}

const foundCount = statement('foundCommentsCount', { count: int });

/** A page of what is found, newest first; the key is an id, which begins with the time. */
export async function readFoundComments(
  pool: Pool,
  { filter, page }: { readonly filter: CommentFilter; readonly page: Page<string> },
): Promise<Slice<CommentRow>> {
  const { isForward, size, key } = page;
  const direction = isForward ? sql`DESC` : sql`ASC`;
  const beyondKey = key === null ? nothing : sql`AND c.id ${isForward ? sql`<` : sql`>`} ${key}::uuid`;
  const from = sql`(
    SELECT c.* FROM comment c WHERE ${isFound(filter)} ${beyondKey} ORDER BY c.id ${direction} LIMIT ${size + 1}) c`;
  return slicePage(await readComments(pool, { from, order: sql`c.id ${direction}` }), page);
}

export async function countFoundComments(pool: Pool, filter: CommentFilter): Promise<number> {
  const [row] = await readRows(pool, foundCount`SELECT count(*)::int AS count FROM comment c WHERE ${isFound(filter)}`);
  return row?.count ?? 0;
}

function isFound({ text, writer, postId, status, since }: CommentFilter): Sql {
  const like = text === null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`c.number IS NOT NULL AND c.id >= ${firstIdOf(since)}::uuid
    ${like === null ? nothing : sql`AND (c.body ILIKE ${like} OR c.subject ILIKE ${like})`}
    ${writer === null ? nothing : sql`AND ${isOfWriter(writer)}`}
    ${postId === null ? nothing : sql`AND c.post_id = ${postId}::uuid`}
    ${status === null ? nothing : sql`AND ${hasStatus(status)}`}`;
}

function isOfWriter({ id, authorId, voiceHash = null }: NonNullable<CommentFilter['writer']>): Sql {
  if (authorId !== null) return sql`c.author_id = ${authorId}::uuid`;
  return voiceHash === null ? sql`c.id = ${id}::uuid` : sql`c.voice_hash = ${voiceHash}`;
}

/** The least id of a time: see `newId`. */
function firstIdOf(time: Date): string {
  const digits = time.getTime().toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}
