import type { Database } from '../../data/database/database.ts';
import { findErasureBy, findErasureOf, personOf } from '../../data/persons/erasures.ts';
import type { Person } from '../../data/persons/person.ts';
import { decodeGlobalId } from '../../relay/global-id.ts';

interface Asked {
  readonly handle: string | null;
  readonly authorId: string | null;
  /** The ID of a comment or a held comment. */
  readonly writtenId: string | null;
}

/** A person as it is stored, whoever asks. */
export interface StoredPerson {
  readonly person: Person;
  /** Null for a guest. */
  readonly handle: string | null;
  readonly writtenId: string | null;
  readonly isErased: boolean;
}

/** The person of a handle, of an author's ID, or of what it wrote; null where there is none. */
export async function findStoredPerson(
  { prisma }: Pick<Database, 'prisma'>,
  { handle, authorId, writtenId }: Asked,
): Promise<StoredPerson | null> {
  if (handle !== null) {
    const author = await prisma.author.findUnique({ where: { handle } });
    return author === null ? null : await ofAuthor(prisma, author.id, null);
  }
  const decoded = decodeGlobalId(authorId ?? writtenId ?? '');
  if (decoded === null) return null;
  const { type, id } = decoded;
  if (authorId !== null) return type === 'Author' ? await ofAuthor(prisma, id, null) : null;
  if (type !== 'Comment' && type !== 'HeldComment') return null;
  return await ofWritten(prisma, id);
}

async function ofWritten(prisma: Database['prisma'], id: string): Promise<StoredPerson | null> {
  const select = { authorId: true, voiceHash: true } as const;
  const where = { id };
  const written =
    (await prisma.comment.findUnique({ where, select })) ?? (await prisma.heldComment.findUnique({ where, select }));
  if (written === null) return null;
  if (written.authorId !== null) return await ofAuthor(prisma, written.authorId, id);
  const guest = { handle: null, writtenId: id };
  if (written.voiceHash !== null) return { ...guest, person: { voiceHash: written.voiceHash }, isErased: false };

  const begun = await findErasureBy(prisma, id);
  const person = begun === null ? null : personOf(begun);
  if (person === null) return { ...guest, person: { writtenId: id }, isErased: false };
  return 'authorId' in person ? await ofAuthor(prisma, person.authorId, id) : { ...guest, person, isErased: true };
}

async function ofAuthor(
  prisma: Database['prisma'],
  id: string,
  writtenId: string | null,
): Promise<StoredPerson | null> {
  const author = await prisma.author.findUnique({ where: { id } });
  if (author === null) return null;
  const isErased = (await findErasureOf(prisma, id)) !== null;
  return { person: { authorId: id }, handle: author.handle, writtenId, isErased };
}
