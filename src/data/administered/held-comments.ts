import type { AuditEntry, HeldComment, Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import type { Page, Slice } from '../../relay/page.ts';
import { sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { commenterKey } from './commenter-key.ts';
import type { CommenterKey } from './commenter-key.ts';
import { readPageById } from './page-by-id.ts';

export type HeldCommentRow = HeldComment & { readonly decision: AuditEntry | null };

const WITH_DECISION = { decision: true } as const;

export async function readHeldComments(
  prisma: PrismaClient,
  ids: readonly string[],
): Promise<(HeldCommentRow | null)[]> {
  const rows = await prisma.heldComment.findMany({ where: { id: { in: [...ids] } }, include: WITH_DECISION });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}

export async function insertHeldComment(
  tx: Transaction,
  comment: Prisma.HeldCommentUncheckedCreateInput,
): Promise<HeldCommentRow> {
  return await tx.heldComment.create({ data: comment, include: WITH_DECISION });
}

export async function readHeldComment(tx: Transaction, id: string): Promise<HeldCommentRow | null> {
  return await tx.heldComment.findUnique({ where: { id }, include: WITH_DECISION });
}

/** Whether a commenter has a held comment under a key. */
export async function hasHeldComment(
  tx: Transaction,
  { authorId, voiceHash, clientMutationId }: Pick<HeldComment, 'authorId' | 'voiceHash' | 'clientMutationId'>,
): Promise<boolean> {
  const by = commenterKey({ authorId, voiceHash });
  return by !== null && (await tx.heldComment.count({ where: { ...by, clientMutationId } })) > 0;
}

/** A held comment, locked until the transaction ends: it is decided once. */
export async function lockHeldComment(tx: Transaction, id: string): Promise<HeldCommentRow | null> {
  await tx.$queryRaw(sql`SELECT 1 FROM held_comment WHERE id = ${id}::uuid FOR UPDATE`);
  return await readHeldComment(tx, id);
}

export async function decideHeldCommentRow(
  tx: Transaction,
  { id, ...decided }: Pick<HeldComment, 'id' | 'status' | 'decidedAt' | 'decisionId'>,
): Promise<HeldCommentRow> {
  return await tx.heldComment.update({ where: { id }, data: decided, include: WITH_DECISION });
}

/** A page of what a commenter has waiting or turned down under a post, newest first; the key is an id. */
export interface HeldPage {
  readonly postId: string;
  readonly page: Page<string>;
}

export async function readHeldPage(
  prisma: PrismaClient,
  { of, postId, page }: HeldPage & { readonly of: CommenterKey },
): Promise<Slice<HeldCommentRow>> {
  return await readPageById(page, async ({ where, ...query }) => {
    const held = { ...whereHeld(of), postId, ...where };
    return await prisma.heldComment.findMany({ ...query, where: held, include: WITH_DECISION });
  });
}

/** How many of them there are under each post. */
export async function countHeld(
  prisma: PrismaClient,
  { of, postIds }: { readonly of: CommenterKey; readonly postIds: readonly string[] },
): Promise<number[]> {
  const where = { ...whereHeld(of), postId: { in: [...postIds] } };
  const counts = await prisma.heldComment.groupBy({ by: ['postId'], where, _count: true });
  const found = new Map(counts.map(({ postId, _count }) => [postId, _count]));
  return postIds.map((id) => found.get(id) ?? 0);
}

/** Those that were approved are comments by now, and those that were withdrawn are nothing any more. */
function whereHeld(of: CommenterKey): Prisma.HeldCommentWhereInput {
  return { ...of, NOT: [{ status: 'APPROVED' }, { status: 'WITHDRAWN' }] };
}
