// Texts that are no longer shown, kept as evidence for a while: those that an edit replaced, and those of hidden, withdrawn and
// turned-down comments.
import type { Pool } from 'pg';
import type { CommentVersion, PrismaClient } from '../../generated/prisma/client.ts';
import { int } from '../database/columns.ts';
import { newId } from '../database/new-id.ts';
import { readRows, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

export type VersionRow = Pick<CommentVersion, 'subject' | 'body' | 'writtenAt'>;

/** How many texts of one comment are kept, the present one among them. */
export const MOST_VERSIONS = 100;

const erasedTexts = statement('erasedTexts', { erased: int });

/** Keeps the text that an edit replaces, and drops the oldest where there are too many. */
export async function keepVersion(
  tx: Transaction,
  version: Pick<CommentVersion, 'commentId' | 'subject' | 'body' | 'writtenAt' | 'replacedAt'>,
): Promise<void> {
  const { commentId } = version;
  await tx.commentVersion.create({ data: { ...version, id: newId() }, select: { id: true } });
  const kept = await tx.commentVersion.findMany({
    where: { commentId },
    orderBy: { id: 'desc' },
    skip: MOST_VERSIONS - 1, // beside the present one
    take: 1,
    select: { id: true },
  });
  for (const { id } of kept) await tx.commentVersion.deleteMany({ where: { commentId, id: { lte: id } } });
}

/** The texts that each comment has had, newest first: the present one, unless it is gone, and those that edits replaced. */
export async function readVersions(prisma: PrismaClient, commentIds: readonly string[]): Promise<VersionRow[][]> {
  const ids = [...commentIds];
  const present = await prisma.comment.findMany({ where: { id: { in: ids }, body: { not: '' } } });
  const earlier = await prisma.commentVersion.findMany({ where: { commentId: { in: ids } }, orderBy: { id: 'desc' } });
  const found = new Map(ids.map((id) => [id, new Array<VersionRow>()]));
  for (const { id, subject, body, createdAt, editedAt } of present) {
    found.get(id)?.push({ subject, body, writtenAt: editedAt ?? createdAt });
  }
  for (const { commentId, subject, body, writtenAt } of earlier) {
    const versions = found.get(commentId);
    if (versions !== undefined && versions.length < MOST_VERSIONS) versions.push({ subject, body, writtenAt });
  }
  return ids.map((id) => found.get(id) ?? []);
}

/** Erases what was kept since before a time, at most `limit` rows of each kind. @returns how many rows it erased, and whether there may be more. */
export async function eraseEvidence(
  pool: Pool,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<{ readonly dropped: number; readonly isMore: boolean }> {
  const [row] = await readRows(
    pool,
    erasedTexts`
      WITH versions AS (
        DELETE FROM comment_version WHERE id IN (
          SELECT v.id FROM comment_version v WHERE v.replaced_at < ${before} ORDER BY v.replaced_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING 1
      ), comments AS (
        UPDATE comment SET subject = NULL, body = '', body_html = '' WHERE id IN (
          SELECT c.id FROM comment c WHERE c.deleted_at < ${before} AND c.body <> '' ORDER BY c.deleted_at LIMIT ${limit}
          FOR UPDATE SKIP LOCKED)
        RETURNING 1
      ), held AS (
        UPDATE held_comment SET subject = NULL, body = '', body_html = '' WHERE id IN (
          SELECT h.id FROM held_comment h WHERE h.decided_at < ${before} AND h.body <> '' ORDER BY h.decided_at LIMIT ${limit}
          FOR UPDATE SKIP LOCKED)
        RETURNING 1
      )
      SELECT ((SELECT count(*) FROM versions) + (SELECT count(*) FROM comments) + (SELECT count(*) FROM held))::int AS erased`,
  );
  const dropped = row?.erased ?? 0;
  return { dropped, isMore: dropped > 0 };
}
