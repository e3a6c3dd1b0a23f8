import { writeAudit } from '../administered/audit.ts';
import type { AuditRow } from '../administered/audit.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Person } from './person.ts';

/** Something that is done to a person, as it is asked for. */
export interface Asked {
  readonly person: Person;
  /** What the person wrote, by which a guest is named; null where that is known without. */
  readonly writtenId: string | null;
  /** Null where nobody with an account asks. */
  readonly actorId: string | null;
  readonly reason: string | null;
  readonly now: Date;
}

/** Writes it into the audit log. The hash of a voice is not written there once more: nobody can erase anything from it. */
export async function notePerson(
  tx: Transaction,
  { person, writtenId, now, ...entry }: Asked & { readonly action: 'EXPORT' | 'ERASE' },
): Promise<AuditRow> {
  const about = 'authorId' in person ? person : await aboutWritten(tx, writtenId);
  return await writeAudit(tx, { ...entry, ...about, occurredAt: now });
}

async function aboutWritten(tx: Transaction, writtenId: string | null) {
  if (writtenId === null) return {};
  const isPublic = (await tx.comment.count({ where: { id: writtenId } })) > 0;
  return isPublic ? { commentId: writtenId } : { heldCommentId: writtenId };
}
