// Erasures and what is known of them. One that was interrupted goes on from its row.
import { randomBytes } from 'node:crypto';
import type { Erasure, PrismaClient } from '../../generated/prisma/client.ts';
import { ERASURE_LOCK } from '../database/advisory-locks.ts';
import { newId } from '../database/new-id.ts';
import { sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { notePerson } from './note-person.ts';
import type { Asked } from './note-person.ts';
import type { Person } from './person.ts';
import { hasRemains } from './remains.ts';
import { eraseProfile, eraseVoice } from './erase-profile.ts';

export type ErasureRow = Pick<Erasure, 'id' | 'authorId' | 'voiceHash' | 'writtenId' | 'decisionId'>;

/**
 * Begins an erasure, with its entry in the audit log, or finds the one that was begun. From here on an account has no author row any
 * more, and its API tokens are refused. @returns null where there is nothing to erase.
 */
export async function beginErasure(tx: Transaction, asked: Asked): Promise<ErasureRow | null> {
  const { person, writtenId, now } = asked;
  await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(${ERASURE_LOCK}::bigint)`);
  const begun = await tx.erasure.findFirst({ where: person });
  if (begun !== null) return begun;
  if (!('authorId' in person) && !(await hasRemains(tx, person))) return null;

  const entry = await notePerson(tx, { ...asked, action: 'ERASE' });
  if ('authorId' in person) {
    await tx.author.update({
      where: { id: person.authorId },
      data: { handle: `erased-${randomBytes(8).toString('hex')}`, issuer: null, subject: null },
      select: { id: true },
    });
    await eraseProfile(tx, { authorId: person.authorId, now });
  } else if ('voiceHash' in person) {
    await eraseVoice(tx, { voiceHash: person.voiceHash, now });
  }
  return await tx.erasure.create({ data: { writtenId, ...person, id: newId(), decisionId: entry.id, beganAt: now } });
}

/** The person of an erasure; null where it is ended, and was a guest's. */
export function personOf({ authorId, voiceHash, writtenId }: ErasureRow): Person | null {
  if (authorId !== null) return { authorId };
  if (voiceHash !== null) return { voiceHash };
  return writtenId === null ? null : { writtenId };
}

/** Ends an erasure: from here on it names no guest. */
export async function endErasure(prisma: PrismaClient, { id, now }: { readonly id: string; readonly now: Date }) {
  const data = { endedAt: now, voiceHash: null, writtenId: null };
  await prisma.erasure.updateMany({ where: { id, endedAt: null }, data });
}

/** The erasure of an author, ended or not; null where there is none. */
export async function findErasureOf(prisma: PrismaClient, authorId: string): Promise<ErasureRow | null> {
  return await prisma.erasure.findUnique({ where: { authorId } });
}

/** The erasure that was begun by what a guest wrote, and is not ended. */
export async function findErasureBy(prisma: PrismaClient, writtenId: string): Promise<ErasureRow | null> {
  return await prisma.erasure.findFirst({ where: { writtenId, endedAt: null } });
}

/** Erasures that are not ended, and those of authors that ended since a time: a request that was under way may have written after. */
export async function readUnsettledErasures(prisma: PrismaClient, since: Date): Promise<ErasureRow[]> {
  const OR = [{ endedAt: null }, { endedAt: { gt: since }, authorId: { not: null } }];
  return await prisma.erasure.findMany({ where: { OR }, orderBy: { id: 'asc' } });
}
