// The work of an erasure, whoever asks for it. It goes from post to post, a transaction each, and goes on from wherever it was interrupted.
import { inTransaction } from '../../data/database/transaction.ts';
import { eraseProfile } from '../../data/persons/erase-profile.ts';
import { eraseRemains } from '../../data/persons/erase-remains.ts';
import { beginErasure, endErasure, personOf, readUnsettledErasures } from '../../data/persons/erasures.ts';
import type { ErasureRow } from '../../data/persons/erasures.ts';
import type { Asked } from '../../data/persons/note-person.ts';
import { readRemains } from '../../data/persons/remains.ts';
import type { Desk } from './desk.ts';

const BATCH = 500; // rows that are looked for at once, and the most that one transaction changes
const SETTLED = 86_400_000; // a day, in milliseconds: no request is under way for as long

/** Erases a person. @returns how many comments this call has erased; none where nothing was left. */
export async function erase(desk: Desk, asked: Omit<Asked, 'now'>): Promise<number> {
  const { prisma } = desk.database;
  const begin = { ...asked, now: desk.now() };
  const erasure = await desk.look(async () => await inTransaction(prisma, async (tx) => await beginErasure(tx, begin)));
  return erasure === null ? 0 : await goOn(desk, erasure);
}

/**
 * Goes on with erasures that were interrupted, and goes once more over those of accounts that ended within a day: a request that had
 * begun before may have written under the author since. @returns how many comments it has erased.
 */
export async function finishErasures(desk: Desk, signal: AbortSignal): Promise<number> {
  const since = new Date(desk.now().getTime() - SETTLED);
  let count = 0;
  for (const erasure of await readUnsettledErasures(desk.database.prisma, since)) {
    if (signal.aborted) break;
    count += await goOn(desk, erasure, signal);
  }
  return count;
}

async function goOn(desk: Desk, erasure: ErasureRow, signal?: AbortSignal): Promise<number> {
  const { pool, prisma } = desk.database;
  const { decisionId, authorId } = erasure;
  const person = personOf(erasure);
  if (person === null) return 0;

  let count = 0;
  for (;;) {
    if (signal?.aborted === true) return count;
    const found = await desk.look(async () => await readRemains(pool, { person, limit: BATCH }));
    if (found.length === 0) break;
    for (const remains of found) {
      const erasing = { remains, person, decisionId, now: desk.now() };
      count += (await desk.writeOn(remains.postId, async (tx) => await eraseRemains(tx, erasing))).commentCount;
    }
  }
  const now = desk.now();
  await desk.look(async () => {
    if (authorId !== null) await inTransaction(prisma, async (tx) => await eraseProfile(tx, { authorId, now }));
    await endErasure(prisma, { id: erasure.id, now });
  });
  return count;
}
