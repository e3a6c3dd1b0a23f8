import type { Pool } from 'pg';
import type { AuditEntry, Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import { AuditAction } from '../../generated/prisma/enums.ts';
import type { Page, Slice } from '../../relay/page.ts';
import { enumeration, excludingNull, nullable, text, timestamp, uuid } from '../database/columns.ts';
import { newId } from '../database/new-id.ts';
import { readRows, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { readPageById } from './page-by-id.ts';

export type AuditRow = AuditEntry;

/** What was decided about something, as its writer may read it. */
export interface Decision {
  readonly action: AuditAction;
  readonly reason: string | null;
  readonly occurredAt: Date;
}

const decisionsOf = statement('decisionsOfComments', {
  commentId: excludingNull(uuid),
  action: enumeration('audit_action', AuditAction),
  reason: nullable(text),
  occurredAt: timestamp,
});

/** Writes down what was decided, in the transaction that does it. */
export async function writeAudit(
  tx: Transaction,
  entry: Omit<Prisma.AuditEntryUncheckedCreateInput, 'id'>,
): Promise<AuditRow> {
  return await tx.auditEntry.create({ data: { ...entry, id: newId() } });
}

/** Why each comment is not shown; null where that was its commenter's own doing, or nobody's. */
export async function readDecisions(pool: Pool, ids: readonly string[]): Promise<(Decision | null)[]> {
  const rows = await readRows(
    pool,
    decisionsOf`
      SELECT DISTINCT ON (e.comment_id) e.comment_id AS "commentId", e.action, e.reason, e.occurred_at AS "occurredAt"
      FROM audit_entry e JOIN comment c ON c.id = e.comment_id
      WHERE e.comment_id = ANY(${ids}::uuid[]) AND e.action IN ('HIDE', 'RESTORE', 'WITHDRAW')
        AND NOT (e.action = 'WITHDRAW' AND e.actor_id IS NOT DISTINCT FROM c.author_id)
      ORDER BY e.comment_id, e.id DESC`,
  );
  const found = new Map(rows.map(({ commentId, ...decision }) => [commentId, decision]));
  return ids.map((id) => {
    const decision = found.get(id) ?? null;
    return decision?.action === 'RESTORE' ? null : decision;
  });
}

export async function readAuditEntry(prisma: PrismaClient, id: string): Promise<AuditRow | null> {
  return await prisma.auditEntry.findUnique({ where: { id } });
}

/** A page of the log, newest first; the key is an id. */
export async function readAuditPage(prisma: PrismaClient, page: Page<string>): Promise<Slice<AuditRow>> {
  return await readPageById(page, async (query) => await prisma.auditEntry.findMany(query));
}

export async function countAuditEntries(prisma: PrismaClient): Promise<number> {
  return await prisma.auditEntry.count();
}

/** Entries after one, oldest first, with the account that decided; null: from the beginning. */
export async function readAuditAfter(prisma: PrismaClient, after: string | null) {
  return await prisma.auditEntry.findMany({
    ...(after !== null && { where: { id: { gt: after } } }),
    orderBy: { id: 'asc' },
    take: 500,
    include: { actor: true },
  });
}
