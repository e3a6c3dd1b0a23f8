import type { Pool } from 'pg';
import type { Flag, Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import { FlagReason } from '../../generated/prisma/enums.ts';
import { slicePage, type Page, type Slice } from '../../relay/page.ts';
import { enumeration, int, nullable, select, text, timestamp, uuid } from '../database/columns.ts';
import { newId } from '../database/new-id.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import type { CommenterKey } from './commenter-key.ts';

export type FlagRow = Flag;

const flagColumns = {
  id: uuid,
  commentId: uuid,
  authorId: nullable(uuid),
  voiceHash: nullable(text),
  reason: enumeration('flag_reason', FlagReason),
  note: nullable(text),
  createdAt: timestamp,
  resolvedAt: nullable(timestamp),
  decisionId: nullable(uuid),
};
const flagPages = statement('flagPages', { ordinal: int, ...flagColumns });

/** Writes a commenter's flag of a comment, in place of the one that waits, where there is one. @returns whether there was none. */
export async function writeFlag(
  tx: Transaction,
  { commentId, by, ...flag }: Pick<Flag, 'commentId' | 'reason' | 'note' | 'createdAt'> & { readonly by: CommenterKey },
): Promise<boolean> {
  const waiting = { ...by, commentId, resolvedAt: null };
  const { count } = await tx.flag.updateMany({ where: waiting, data: flag });
  if (count === 0) await tx.flag.create({ data: { ...flag, ...by, commentId, id: newId() }, select: { id: true } });
  return count === 0;
}

/** When a moderator last answered a commenter's flag of a comment by dismissing it; null where none was. */
export async function findDismissed(
  tx: Transaction,
  { commentId, by }: { readonly commentId: string; readonly by: CommenterKey },
): Promise<Date | null> {
  const dismissed = { decision: { action: 'DISMISS_FLAGS' as const } };
  const flag = await tx.flag.findFirst({ where: { ...by, ...dismissed, commentId }, orderBy: { id: 'desc' } });
  return flag?.resolvedAt ?? null;
}

/** Ends the flags of a comment that wait. */
export async function resolveFlags(
  tx: Transaction,
  { commentId, decisionId, now }: { readonly commentId: string; readonly decisionId: string; readonly now: Date },
): Promise<void> {
  await tx.flag.updateMany({ where: { commentId, resolvedAt: null }, data: { resolvedAt: now, decisionId } });
}

export async function hasOpenFlags(tx: Transaction, commentId: string): Promise<boolean> {
  return (await tx.flag.count({ where: { commentId, resolvedAt: null } })) > 0;
}

/** How many flags of each comment wait. */
export async function countOpenFlags(prisma: PrismaClient, commentIds: readonly string[]): Promise<number[]> {
  return await countBy(prisma, { commentId: { in: [...commentIds] }, resolvedAt: null }, commentIds);
}

/** A commenter's last flag of each comment. */
export async function readFlagsBy(
  prisma: PrismaClient,
  { by, commentIds }: { readonly by: CommenterKey; readonly commentIds: readonly string[] },
): Promise<(FlagRow | null)[]> {
  const where = { ...by, commentId: { in: [...commentIds] } };
  const flags = await prisma.flag.findMany({ where, orderBy: { id: 'asc' } });
  const found = new Map(flags.map((flag) => [flag.commentId, flag]));
  return commentIds.map((id) => found.get(id) ?? null);
}

export async function readFlag(prisma: PrismaClient, id: string): Promise<FlagRow | null> {
  return await prisma.flag.findUnique({ where: { id } });
}

/** A page of the flags of a comment, newest first, those that were resolved too; the key is an id. */
export interface FlagPage {
  readonly commentId: string;
  readonly page: Page<string>;
}

/** Pages of one shape are read by one statement. */
export function shapeOfFlagPage({ page: { isForward, size } }: FlagPage): string {
  return `${isForward} ${size}`;
}

/** Reads pages of one shape, each limited in SQL, in the order in which they are given. */
export async function readFlagPages(
  pool: Pool,
  pages: readonly [FlagPage, ...FlagPage[]],
): Promise<Slice<FlagRow>[]> {
  const { isForward, size } = pages[0].page;
  const direction = isForward ? sql`DESC` : sql`ASC`;
  const compare = isForward ? sql`<` : sql`>`;
  const rows = await readRows(
    pool,
    flagPages`
      SELECT k.ordinal::int AS ordinal, ${select('f', flagColumns)}
      FROM unnest(${pages.map(({ commentId }) => commentId)}::uuid[], ${pages.map(({ page }) => page.key)}::uuid[])
          WITH ORDINALITY AS k (comment_id, key, ordinal)
        CROSS JOIN LATERAL (
          SELECT * FROM flag WHERE flag.comment_id = k.comment_id AND (k.key IS NULL OR flag.id ${compare} k.key)
          ORDER BY flag.id ${direction} LIMIT ${size + 1}) f
      ORDER BY k.ordinal, f.id ${direction}`,
  );
  const found = pages.map((): FlagRow[] => []);
  for (const { ordinal, ...flag } of rows) found[ordinal - 1]?.push(flag);
  return pages.map(({ page }, place) => slicePage(found[place] ?? [], page));
}

/** How many flags each comment has had. */
export async function countFlags(prisma: PrismaClient, commentIds: readonly string[]): Promise<number[]> {
  return await countBy(prisma, { commentId: { in: [...commentIds] } }, commentIds);
}

async function countBy(
  prisma: PrismaClient,
  where: Prisma.FlagWhereInput,
  commentIds: readonly string[],
): Promise<number[]> {
  const counts = await prisma.flag.groupBy({ by: ['commentId'], where, _count: true });
  const found = new Map(counts.map(({ commentId, _count }) => [commentId, _count]));
  return commentIds.map((id) => found.get(id) ?? 0);
}
