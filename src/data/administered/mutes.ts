import type { Mute, PrismaClient } from '../../generated/prisma/client.ts';
import type { Page, Slice } from '../../relay/page.ts';
import { queueUp } from '../database/transaction.ts';
import type { Transaction } from '../database/transaction.ts';
import type { CommenterKey } from './commenter-key.ts';
import { readPageById } from './page-by-id.ts';

export type MuteRow = Mute;

/** Mutes a commenter; what muted them before ends. */
export async function writeMute(
  tx: Transaction,
  { of, ...mute }: Pick<Mute, 'id' | 'reason' | 'createdAt' | 'until' | 'decisionId'> & { readonly of: CommenterKey },
): Promise<MuteRow> {
  await queueUp(tx, of.authorId ?? of.voiceHash);
  await tx.mute.updateMany({ where: { ...of, endedAt: null }, data: { endedAt: mute.createdAt } });
  return await tx.mute.create({ data: { ...mute, ...of } });
}

/** What mutes any of some commenters now. */
export async function findMute(
  prisma: PrismaClient,
  { of, now }: { readonly of: readonly CommenterKey[]; readonly now: Date },
): Promise<MuteRow | null> {
  const isLasting = { OR: [{ until: null }, { until: { gt: now } }] };
  return await prisma.mute.findFirst({ where: { endedAt: null, AND: [isLasting, { OR: [...of] }] }, orderBy: { id: 'desc' } });
}

export async function readMute(prisma: PrismaClient | Transaction, id: string): Promise<MuteRow | null> {
  return await prisma.mute.findUnique({ where: { id } });
}

/** Ends a mute; null where it has ended before. */
export async function endMuteRow(
  tx: Transaction,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<MuteRow | null> {
  const { count } = await tx.mute.updateMany({ where: { id, endedAt: null }, data: { endedAt: now } });
  return count === 0 ? null : await tx.mute.findUniqueOrThrow({ where: { id } });
}

/** A page of all mutes, newest first, those that have ended too; the key is an id. */
export async function readMutePage(prisma: PrismaClient, page: Page<string>): Promise<Slice<MuteRow>> {
  return await readPageById(page, async (query) => await prisma.mute.findMany(query));
}

export async function countMutes(prisma: PrismaClient): Promise<number> {
  return await prisma.mute.count();
}
