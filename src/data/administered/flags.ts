import type { Flag, Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import { slicePage, type Page, type Slice } from '../../relay/page.ts';
import { newId } from '../database/new-id.ts';
import type { Transaction } from '../database/transaction.ts';
import type { CommenterKey } from './commenter-key.ts';

export type FlagRow = Flag;

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
  const where = { commentId: { in: [...commentIds] }, resolvedAt: null };
  const counts = await prisma.flag.groupBy({ by: ['commentId'], where, _count: true });
  const found = new Map(counts.map(({ commentId, _count }) => [commentId, _count]));
  return commentIds.map((id) => found.get(id) ?? 0);
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
export async function readFlagPage(
  prisma: PrismaClient,
  { commentId, page }: { readonly commentId: string; readonly page: Page<string> },
): Promise<Slice<FlagRow>> {
  const { isForward, size, key } = page;
  const where: Prisma.FlagWhereInput = {
    commentId,
    ...(key !== null && { id: isForward ? { lt: key } : { gt: key } }),
  };
  const rows = await prisma.flag.findMany({ where, orderBy: { id: isForward ? 'desc' : 'asc' }, take: size + 1 });
  return slicePage(rows, page);
}

export async function countFlags(prisma: PrismaClient, commentId: string): Promise<number> {
  return await prisma.flag.count({ where: { commentId } });
}
