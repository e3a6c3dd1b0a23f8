// What is kept of a person, a page at a time, in the order of the ids. Erased rows are nobody's, and not among them.
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { whereOf, whereWritten } from './person.ts';
import type { Person } from './person.ts';

interface Query {
  readonly person: Person;
  /** The last id of the page before; null for the first page. */
  readonly after: string | null;
}

const IN_ORDER = { orderBy: { id: 'asc' }, take: 200 } as const;

const beyond = (after: string | null) => (after === null ? {} : { id: { gt: after } });

export async function readExportedProfile(prisma: PrismaClient, person: Person) {
  return 'authorId' in person ? await prisma.author.findUnique({ where: { id: person.authorId } }) : null;
}

export async function readExportedPosts(prisma: PrismaClient, { person, after }: Query) {
  if (!('authorId' in person)) return [];
  return await prisma.post.findMany({ where: { ...person, ...beyond(after) }, ...IN_ORDER });
}

export async function readExportedComments(prisma: PrismaClient, { person, after }: Query) {
  const include = { versions: { orderBy: { id: 'asc' } } } as const;
  return await prisma.comment.findMany({ where: { AND: [whereWritten(person), beyond(after)] }, ...IN_ORDER, include });
}

export async function readExportedHeldComments(prisma: PrismaClient, { person, after }: Query) {
  return await prisma.heldComment.findMany({ where: { AND: [whereWritten(person), beyond(after)] }, ...IN_ORDER });
}

export async function readExportedFlags(prisma: PrismaClient, { person, after }: Query) {
  const where = whereOf(person);
  return where === null ? [] : await prisma.flag.findMany({ where: { ...where, ...beyond(after) }, ...IN_ORDER });
}

export async function readExportedReactions(prisma: PrismaClient, { person, after }: Query) {
  const where = whereOf(person);
  return where === null ? [] : await prisma.reaction.findMany({ where: { ...where, ...beyond(after) }, ...IN_ORDER });
}

export async function readExportedMutes(prisma: PrismaClient, { person, after }: Query) {
  const where = whereOf(person);
  return where === null ? [] : await prisma.mute.findMany({ where: { ...where, ...beyond(after) }, ...IN_ORDER });
}

/** Without their hashes. */
export async function readExportedApiTokens(prisma: PrismaClient, { person, after }: Query) {
  if (!('authorId' in person)) return [];
  return await prisma.apiToken.findMany({ where: { ...person, ...beyond(after) }, ...IN_ORDER, omit: { hash: true } });
}

/** What was decided about the person; not by whom. */
export async function readExportedDecisions(prisma: PrismaClient, { person, after }: Query) {
  const where = whereOf(person);
  if (where === null) return [];
  return await prisma.auditEntry.findMany({ where: { ...where, ...beyond(after) }, ...IN_ORDER, omit: { actorId: true } });
}

/** What was decided about some comments, held ones among them. */
export async function readDecisionsAbout(prisma: PrismaClient, ids: readonly string[]) {
  const isAbout = { in: [...ids] };
  return await prisma.auditEntry.findMany({
    where: { OR: [{ commentId: isAbout }, { heldCommentId: isAbout }] },
    orderBy: { id: 'asc' },
    omit: { actorId: true },
  });
}
